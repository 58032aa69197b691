package io.matapalo.perf.launcher.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.launcher.commands.FailureText;
import io.matapalo.perf.launcher.commands.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark with real contenders and few requests: all figures are there. */
@Tag("deep")
final class ProxyBenchIT {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));

  @TempDir private Path root;
  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void everyContenderDoesTheWorkAndIsMeasured() throws Exception {
    Files.createDirectories(root.resolve("perf-tests"));
    Files.createSymbolicLink(
        root.resolve("perf-tests/proxies"), ROOT.resolve("perf-tests/proxies"));
    Files.createSymbolicLink(root.resolve("strangler-proxy"), ROOT.resolve("strangler-proxy"));

    assertThat(
            run(
                "proxy --connections 4 --rounds 2 --requests 200 --starts 1 --first 200 --soak 100"
                    .split(" ")))
        .as("%s%n%s", out.toString(StandardCharsets.UTF_8), err)
        .isZero();

    String page = Files.readString(root.resolve("target/bench/proxy-cost.md"));
    assertThat(page)
        .contains(
            "| settings | 4 connections; starts of each: 1, with 200 requests; rounds: 2, of 200")
        .contains("nginx.conf", "haproxy.cfg", "proxy.yaml", "StockUndertow.java");
    for (Traffic traffic : Traffic.values()) {
      String section = page.substring(page.indexOf("## " + traffic.title()));
      for (Contender contender : Contender.proxies()) {
        // System calls, bytes of Java programs, two ratios and three times are numbers.
        assertThat(section)
            .containsPattern(
                "(?m)^\\| %s \\| [\\d.]+ \\| %s \\|( [\\d.,]+ \\|){3}( -?[\\d.,]+ \\|){2}$"
                    .formatted(
                        contender.heading().replace("*", "\\*"),
                        contender.isJava() ? "[\\d,]+" : "–"));
      }
    }
    assertThat(root.resolve("docs")).as("a short run is not kept").doesNotExist();
    assertThat(ProcessHandle.current().children().filter(this::isOfThisRun)).isEmpty();
  }

  private boolean isOfThisRun(ProcessHandle process) {
    return Stream.of(process.info().arguments().orElse(new String[0]))
        .anyMatch(word -> word.contains(root.toString()));
  }

  private int run(String... words) {
    Platform platform =
        new Platform(
            Main.systemClock(),
            InstantSource.system(),
            root,
            "bench " + String.join(" ", words),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return BenchCommand.on(platform)
        .setExecutionExceptionHandler(new FailureText())
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
