package io.matapalo.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a server has written into its log since it was started, and so whether it is ready. Confined
 * to one thread.
 *
 * @param file the log
 * @param from its size before the start
 */
public record ServerLog(Path file, long from) {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final String PORT_TAKEN = "Address already in use";
  private static final int TAIL_LINES = 15;

  /** How a start went. */
  public enum Outcome {
    READY,
    PORT_TAKEN,
    FAILED
  }

  public static ServerLog atEndOf(Path file) {
    try {
      return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Waits for the text of a server that is ready, or that of one whose port is taken, or the end of
   * the process, or the deadline.
   */
  public Outcome await(SupervisedProcess process, String ready, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      String text = text();
      if (text.contains(PORT_TAKEN)) {
        return Outcome.PORT_TAKEN;
      }
      if (text.contains(ready) && alive) {
        return Outcome.READY;
      }
      if (!alive || System.nanoTime() > end) {
        return Outcome.FAILED;
      }
      process.ended(POLL);
    }
  }

  /** The last lines since the start. */
  public String tail() {
    List<String> lines = text().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  public String text() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(1_000_000, Math.max(0, log.length() - from))];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
