package io.matapalo.perf.launcher.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.commands.FailureText;
import io.matapalo.perf.launcher.commands.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The proof of flat memory with a real proxy and few requests. */
@Tag("deep")
final class ProxyEnduranceIT {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void memoryOfAProxyIsFlat() throws Exception {
    Files.createDirectories(root.resolve("perf-tests"));
    Files.createSymbolicLink(
        root.resolve("perf-tests/proxies"), ROOT.resolve("perf-tests/proxies"));
    Files.createSymbolicLink(root.resolve("strangler-proxy"), ROOT.resolve("strangler-proxy"));
    String[] words = {"--requests", "80000"};
    Platform platform =
        new Platform(
            Main.systemClock(),
            InstantSource.system(),
            root,
            "prove proxy-endurance " + String.join(" ", words),
            new PrintStream(out, true, StandardCharsets.UTF_8));

    int exitCode =
        new CommandLine(new ProxyEnduranceCommand(platform))
            .setExecutionExceptionHandler(new FailureText())
            .execute(words);

    assertThat(exitCode).as(out.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(Files.readString(root.resolve("target/prove/proxy-endurance.md")))
        .contains("| result | flat |", "| 4,000 | ", "| 80,000 | ");
    assertThat(root.resolve("docs")).as("a short run is not kept").doesNotExist();
  }
}
