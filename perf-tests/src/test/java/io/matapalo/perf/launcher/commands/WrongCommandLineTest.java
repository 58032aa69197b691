package io.matapalo.perf.launcher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.proxies.BenchCommand;
import io.matapalo.perf.launcher.proxies.ProxyEnduranceCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong on a command line is told before anything starts, with exit code 2. */
final class WrongCommandLineTest {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));

  @TempDir private Path root;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aCloneWithItsStackAndWorkload() throws IOException {
    for (String file : new String[] {"stacks/turnstile.yaml", "workloads/mix.yaml"}) {
      Path copy = root.resolve("perf-tests").resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(ROOT.resolve("perf-tests").resolve(file), copy);
    }
    Files.writeString(root.resolve("file"), "");
    Files.writeString(
        root.resolve("bare.yaml"), "{name: bare, ports: [web], public-port: web, servers: {}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --seconds 0            | --seconds: seconds per stage must be 1 to 86400, was 0",
        "demo --seconds ten          | Invalid value for option '--seconds'",
        "demo --rate -1              | --rate must be above 0 and at most 100000, was -1.0",
        "demo --rate NaN             | --rate must be above 0 and at most 100000, was NaN",
        "demo --rate 1e9             | --rate must be above 0 and at most 100000, was 1.0E9",
        "demo --seed x               | Invalid value for option '--seed'",
        "demo --report ROOT/file     | --report: nothing can be written into ROOT/file",
        "demo --report ROOT/file/sub | --report: nothing can be written into ROOT/file/sub",
        "demo --report /proc         | --report: nothing can be written into /proc",
        "demo --workload ROOT/none   | --workload: cannot use workload ROOT/none",
        "demo --workload ROOT/file   | --workload: cannot use workload ROOT/file",
        "demo --stack ROOT/none      | --stack: cannot use stack ROOT/none",
        "demo --stack ROOT/bare.yaml | --stack: a demo needs the section measure",
        "demo --load 5               | Unknown options: '--load', '5'",
        "up --size X                 | --size is one of [S, M, L], was 'X'",
        "up --size s                 | --size is one of [S, M, L], was 's'",
        "up --port 65536             | --port must be 1 to 65535, was 65536",
        "up --port proxy             | Invalid value for option '--port'",
        "up --db-rtt 5               | a round trip is a time such as 0.3ms, 300us or 1s",
        "up --db-rtt 11s             | a round trip must be 0ms to 10s",
        "up --topology ring          | one of single, primary-replica, galera; was 'ring'",
        "up --servers cloud          | Invalid value for option '--servers'",
        "up --stack ROOT/file        | --stack: cannot use stack ROOT/file",
        "up --stack ROOT/bare.yaml --topology galera | --topology needs a server mariadb",
        "up --stack ROOT/bare.yaml --db-rtt 1ms      | --db-rtt needs a server mariadb",
        "trace --url localhost       | a recorder's address is like http://127.0.0.1:8080/",
        "trace --url https://a/      | a recorder's address is like http://127.0.0.1:8080/",
        "trace --top 0               | --top must be 1 to 1000, was 0",
        "trace --save ROOT/x         | --save needs --operation NAME",
        "trace --from ROOT/x --operation a --save ROOT/y | --save and --from exclude each other",
        "prove rumour                | no proof is called rumour; there are: [demo, direct, proxy-endurance, statements]",
        "prove proxy-endurance --requests 1 | --requests must be 20000 to 1000000000, was 1",
        "up --vendor-latency 1s      | --vendor-latency must be milliseconds such as 20ms, was '1s'",
        "prove scans                 | run it by ./matapalo prove scans",
        "bench proxy --connections 0  | --connections must be 1 to 1000, was 0",
        "bench proxy --rounds 1001    | --rounds must be 1 to 1000, was 1001",
        "bench proxy --requests 99    | --requests must be 100 to 1000000, was 99",
        "bench proxy --starts 0       | --starts must be 1 to 100, was 0",
        "bench proxy --first many     | Invalid value for option '--first'",
        "bench proxy --soak -1        | --soak must be 0 to 100000000, was -1",
        "bench proxy 40               | Unmatched argument at index 2: '40'",
        "bench nginx                  | Unmatched argument at index 1: 'nginx'",
        "bench                        | Missing required subcommand",
        "prove demo --seconds 5      | Unknown options: '--seconds', '5'",
      })
  void isRefusedBeforeAnythingStarts(String line, String message) {
    assertThat(run(line.replace("ROOT", root.toString()).split(" +"))).isEqualTo(2);

    assertThat(err.toString())
        .contains(message.replace("ROOT", root.toString()))
        .contains("Usage: ")
        .doesNotContain("Exception");
    assertThat(root.resolve("target/stack")).doesNotExist();
  }

  private int run(String... words) {
    Platform platform =
        new Platform(
            Main.systemClock(),
            InstantSource.fixed(Instant.EPOCH),
            root,
            String.join(" ", words),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    return new CommandLine(new AllCommands())
        .addSubcommand(new UpCommand(platform, () -> {}))
        .addSubcommand(new DemoCommand(platform))
        .addSubcommand(new TraceCommand(platform))
        .addSubcommand(
            new CommandLine(new ProveCommand(platform))
                .addSubcommand(new ProxyEnduranceCommand(platform)))
        .addSubcommand(BenchCommand.on(platform))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new FailureText())
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  @CommandLine.Command(name = "matapalo")
  private static final class AllCommands {}
}
