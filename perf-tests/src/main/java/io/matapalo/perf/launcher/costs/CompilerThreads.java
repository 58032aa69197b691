package io.matapalo.perf.launcher.costs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time of the just-in-time compilers of Java processes, from {@code /proc}. A JVM ends
 * compiler threads that have nothing to do, so what they used is remembered. Confined to one
 * thread.
 */
final class CompilerThreads {

  /** The kernel keeps 15 characters of the names {@code C1 CompilerThread0} and its like. */
  private static final String NAME = "C[12] CompilerThre\n";

  private final Path processes;
  private final Map<Path, Long> nanos = new HashMap<>();

  CompilerThreads() {
    this(Path.of("/proc"));
  }

  CompilerThreads(Path processes) {
    this.processes = processes;
  }

  /** Of one process since its start, as far as its threads were there at some call; 0 if none. */
  Duration of(long pid) {
    Path tasks = processes.resolve(Long.toString(pid)).resolve("task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        look(thread);
      }
    } catch (IOException e) {
      // The process has ended: it is as it was.
      return sum(tasks);
    }
    return sum(tasks);
  }

  private void look(Path thread) throws IOException {
    try {
      if (Files.readString(thread.resolve("comm")).matches(NAME)) {
        String used = Files.readString(thread.resolve("schedstat"));
        nanos.put(thread, Long.parseLong(used.substring(0, used.indexOf(' '))));
      }
    } catch (NoSuchFileException e) {
      // The thread has ended meanwhile: it is as it was.
      return;
    }
  }

  private Duration sum(Path tasks) {
    return Duration.ofNanos(
        nanos.entrySet().stream()
            .filter(thread -> thread.getKey().startsWith(tasks))
            .mapToLong(Map.Entry::getValue)
            .sum());
  }
}
