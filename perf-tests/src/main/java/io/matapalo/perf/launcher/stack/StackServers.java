package io.matapalo.perf.launcher.stack;

import java.nio.file.Path;

/** Starts the servers that a stack file names. Implementations are thread-safe and block. */
@FunctionalInterface
public interface StackServers {
  /**
   * Starts server {@code name} in {@code folder}, makes its placeholders known, and returns once it
   * accepts connections.
   */
  AutoCloseable start(String name, StackFile.ServerSpec spec, Path folder, Placeholders values);
}
