package io.matapalo.perf.launcher.stack;

import java.util.OptionalInt;

/** A child process. Implementations are thread-safe. */
public interface RunningProcess extends AutoCloseable {
  /** Its process id. */
  long pid();

  /** The exit code, or nothing while it runs. */
  OptionalInt exitCode();

  /** Stops it by its pid, if it runs, and waits until it has ended. */
  @Override
  void close();
}
