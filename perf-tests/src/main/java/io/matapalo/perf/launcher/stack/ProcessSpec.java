package io.matapalo.perf.launcher.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One process of a stack: what must be ready before, folders to copy and files to write first, the
 * command, its environment, and how to tell that it is ready, within what time. Immutable.
 */
record ProcessSpec(
    String name,
    List<String> after,
    List<CopySpec> copies,
    List<FileSpec> files,
    List<String> command,
    Map<String, String> environment,
    @Nullable String folder,
    ReadySpec ready) {

  /** A folder to copy whole before the start. */
  public record CopySpec(String from, String to) {}

  /** A text file to write before the start. */
  public record FileSpec(String path, String text) {}

  /**
   * Exactly one of: an address that must answer 200, a port that must accept, a line of the log
   * that must match, an exit code that ends a task. {@code within} is {@code 30s} unless said.
   */
  public record ReadySpec(
      @Nullable String http,
      @Nullable String tcp,
      @Nullable String log,
      @Nullable Integer exit,
      @Nullable String within) {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    /** The time allowed. */
    public Duration limit() {
      String text = within == null ? "30s" : within;
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        throw new StackException("a duration is written 500ms, 30s or 2m, was " + text);
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        default -> Duration.ofMinutes(number);
      };
    }

    /** The check, with placeholders still in it. */
    Readiness check() {
      int given =
          (http == null ? 0 : 1)
              + (tcp == null ? 0 : 1)
              + (log == null ? 0 : 1)
              + (exit == null ? 0 : 1);
      if (given != 1) {
        throw new StackException("ready needs exactly one of http, tcp, log, exit; has " + given);
      }
      if (http != null) {
        return new Readiness.HttpOk(http);
      }
      if (tcp != null) {
        return new Readiness.TcpAccepts(tcp);
      }
      return log != null
          ? new Readiness.LogLine(log)
          : new Readiness.Exits(exit == null ? 0 : exit);
    }
  }

  public ProcessSpec {
    if (name == null || !name.matches("[a-z][a-z0-9-]*")) {
      throw new StackException("a process needs a name of a-z 0-9 -, was " + name);
    }
    if (command == null || command.isEmpty()) {
      throw new StackException(name + ": command is needed");
    }
    if (ready == null) {
      throw new StackException(name + ": ready is needed");
    }
    ready.limit();
    ready.check();
    after = after == null ? List.of() : List.copyOf(after);
    copies = copies == null ? List.of() : List.copyOf(copies);
    files = files == null ? List.of() : List.copyOf(files);
    command = List.copyOf(command);
    environment = environment == null ? Map.of() : Map.copyOf(environment);
  }

  /** The command may hold a password: only the name is printed. */
  @Override
  public String toString() {
    return "process " + name;
  }
}
