package io.matapalo.perf.launcher.stack;

import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.http.Sent;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Waits until a process is ready, has ended, or its time is up. Thread-safe. */
final class ReadinessProbe {
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration EACH = Duration.ofSeconds(5);

  private final MonotonicClock clock;
  private final Placeholders values;

  ReadinessProbe(MonotonicClock clock, Placeholders values) {
    this.clock = clock;
    this.values = values;
  }

  /** Returns nothing when ready, else why it will not be. */
  Optional<String> await(ProcessSpec spec, RunningProcess process, Path log)
      throws InterruptedException {
    Readiness check = spec.ready().check();
    Duration limit = spec.ready().limit();
    long deadline = clock.nanos() + limit.toNanos();
    while (true) {
      // Read before the check: a task that ends between the two is looked at once more.
      OptionalInt exit = process.exitCode();
      Optional<String> missing = missing(check, exit, log);
      if (missing.isEmpty()) {
        return Optional.empty();
      }
      if (exit.isPresent()) {
        return Optional.of("ended with exit code " + exit.getAsInt());
      }
      if (clock.nanos() >= deadline) {
        return Optional.of(
            "was not ready within %d s: %s".formatted(limit.toSeconds(), missing.get()));
      }
      clock.waitUntil(clock.nanos() + BETWEEN.toNanos());
    }
  }

  private Optional<String> missing(Readiness check, OptionalInt exit, Path log) {
    return switch (check) {
      case Readiness.HttpOk ok -> http(URI.create(values.resolve(ok.uri())));
      case Readiness.TcpAccepts tcp -> tcp(Integer.parseInt(values.resolve(tcp.port())));
      case Readiness.LogLine line -> line(Pattern.compile(line.pattern()), log);
      case Readiness.Exits exits ->
          exit.isPresent() && exit.getAsInt() == exits.code()
              ? Optional.empty()
              : Optional.of("it has not ended with code " + exits.code());
    };
  }

  private Optional<String> http(URI uri) {
    return switch (new HttpFetch(clock).get(uri, EACH)) {
      case Sent.Answered answered when answered.response().status() == 200 -> Optional.empty();
      case Sent.Answered answered ->
          Optional.of("GET %s answered %d".formatted(uri, answered.response().status()));
      case Sent.Failed failed -> Optional.of("GET %s failed: %s".formatted(uri, failed.reason()));
    };
  }

  private static Optional<String> tcp(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) EACH.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("port " + port + ": " + e.getMessage());
    }
  }

  private static Optional<String> line(Pattern pattern, Path log) {
    if (!Files.exists(log)) {
      return Optional.of("it has written no log yet");
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.anyMatch(line -> pattern.matcher(line).find())
          ? Optional.empty()
          : Optional.of("no line of its log matches " + pattern);
    } catch (IOException e) {
      return Optional.of("its log cannot be read: " + e.getMessage());
    }
  }
}
