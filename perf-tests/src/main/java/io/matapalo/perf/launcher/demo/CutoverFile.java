package io.matapalo.perf.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The proxy's flag file, written as an operator would: whole, aside, and renamed. Thread-safe. */
public final class CutoverFile {
  private final Path file;
  private final List<String> operations;

  public CutoverFile(Path file, List<String> operations) {
    this.file = file;
    this.operations = List.copyOf(operations);
  }

  List<String> operations() {
    return operations;
  }

  /** Sends every operation to the side that the flag file calls {@code flag}; atomic. */
  public void allTo(String flag) {
    StringBuilder text = new StringBuilder("operations:\n");
    operations.forEach(
        name -> text.append("  ").append(name).append(": ").append(flag).append('\n'));
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(aside, text);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DemoException("cannot rewrite the flag file " + file + ": " + e.getMessage(), e);
    }
  }
}
