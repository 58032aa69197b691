package io.matapalo.perf.launcher.trace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The stacks that {@code up} keeps running from this clone: each leaves one small file while it
 * runs. A file whose process is gone counts for nothing. Thread-safe.
 */
public final class RunningStacks {
  private static final String FILE = "running.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path stacks;

  /**
   * @param root of the clone
   */
  public RunningStacks(Path root) {
    this.stacks = root.resolve("target").resolve("stack");
  }

  /** One server with a recorder: its name and the recorder's address. */
  public record Side(String name, String sql) {}

  /** What the file says. */
  record State(long pid, List<Side> sides) {
    State {
      sides = sides == null ? List.of() : List.copyOf(sides);
    }
  }

  /** Tells that this process keeps a stack; closing it takes that back. */
  public AutoCloseable announce(Path runFolder, List<Side> sides) {
    Path file = runFolder.resolve(FILE);
    Path beside = runFolder.resolve(FILE + ".new");
    try {
      JSON.writeValue(beside.toFile(), new State(ProcessHandle.current().pid(), sides));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return () -> Files.deleteIfExists(file);
  }

  /** The servers of the stack that was started last. */
  List<Side> latest() {
    return files().stream()
        .map(RunningStacks::read)
        .filter(state -> ProcessHandle.of(state.pid()).isPresent())
        .findFirst()
        .map(State::sides)
        .orElseThrow(() ->
            new TraceException(
                "no stack runs here: start one with ./matapalo up in another terminal,"
                    + " or say --url ADDRESS of a recorder, or --from FILE"));
  }

  /** The latest first: run folders are named by their time. */
  private List<Path> files() {
    if (!Files.isDirectory(stacks)) {
      return List.of();
    }
    try (Stream<Path> runs = Files.list(stacks)) {
      return runs.sorted(Comparator.reverseOrder())
          .map(run -> run.resolve(FILE))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + stacks, e);
    }
  }

  private static State read(Path file) {
    try {
      return JSON.readValue(file.toFile(), State.class);
    } catch (IOException e) {
      throw new TraceException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
