package io.matapalo.perf.launcher.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command that is ready to start. Its words may hold a password: only the name is printed. */
public record ProcessCommand(
    String name, List<String> words, Map<String, String> environment, Path folder, Path log) {
  public ProcessCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  @Override
  public String toString() {
    return name;
  }
}
