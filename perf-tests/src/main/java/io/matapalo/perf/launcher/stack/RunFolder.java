package io.matapalo.perf.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The private folder of one run: logs and configuration stay, data and copied servers are removed
 * after a clean stop. Thread-safe for different files.
 */
public final class RunFolder {
  private static final int TAIL_LINES = 30;

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /** Creates {@code target/stack/<run id>} under {@code root}. */
  public static RunFolder create(Path root, String runId) {
    Path path = root.resolve("target").resolve("stack").resolve(runId);
    try {
      Files.createDirectories(path.resolve("logs"));
      Files.createDirectories(path.resolve("data"));
    } catch (IOException e) {
      throw new StackException("cannot create the run folder " + path + ": " + e.getMessage(), e);
    }
    return new RunFolder(path);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  Path data(String name) {
    return path.resolve("data").resolve(name);
  }

  void write(Path file, String text) {
    requireInside(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  void copy(Path from, Path to) {
    requireInside(to);
    if (!Files.isDirectory(from)) {
      throw new StackException("folder to copy does not exist: " + from + "; is it built?");
    }
    try {
      Files.walkFileTree(from, new Copying(from, to));
    } catch (IOException e) {
      throw new StackException("cannot copy " + from + " to " + to + ": " + e.getMessage(), e);
    }
  }

  /** Removes data and copied servers, keeps logs and configuration. */
  void removeData() {
    try {
      Path data = path.resolve("data");
      Files.walkFileTree(data, new Removing(data, path.resolve("logs")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the data of the run " + path, e);
    }
  }

  /** The last lines of a log, indented; says so if there are none. */
  String tail(String name) {
    Path log = log(name);
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      if (lines.isEmpty()) {
        return "    (the log is empty)";
      }
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return "    " + String.join(System.lineSeparator() + "    ", last);
    } catch (IOException e) {
      return "    (the log cannot be read: " + e.getMessage() + ")";
    }
  }

  private void requireInside(Path file) {
    if (!file.toAbsolutePath().normalize().startsWith(path.toAbsolutePath().normalize())) {
      throw new StackException("a stack writes only in its run folder, not to " + file);
    }
  }

  /** Copies a tree. Confined to one walk. */
  private static final class Copying extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copying(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Files.createDirectories(to.resolve(from.relativize(folder)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
      return FileVisitResult.CONTINUE;
    }
  }

  /** Removes a tree, but keeps its logs: they are moved aside. Confined to one walk. */
  private static final class Removing extends SimpleFileVisitor<Path> {
    private final Path data;
    private final Path logs;

    Removing(Path data, Path logs) {
      this.data = data;
      this.logs = logs;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.toString().endsWith(".log")) {
        String name = data.relativize(file).toString().replace('/', '-');
        Files.move(file, logs.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      if (problem != null) {
        throw problem;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
