package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;

/**
 * What a system says of itself in {@code etc/os-release}; see os-release(5). Immutable.
 *
 * @param lines of that file, without quotation marks; none where there is no such file
 */
record OperatingSystem(List<String> lines) {
  OperatingSystem {
    lines = List.copyOf(lines);
  }

  static OperatingSystem below(Path root) {
    String text = AptSources.read(root.resolve("etc/os-release")).orElse("");
    return new OperatingSystem(text.replace("\"", "").lines().toList());
  }

  boolean isDebian() {
    return field("ID").equals("debian");
  }

  /** The number of the release; empty where it has none, as unstable. */
  String release() {
    return field("VERSION_ID");
  }

  String codename() {
    return field("VERSION_CODENAME");
  }

  /** Its name for people. */
  String name() {
    String name = field("PRETTY_NAME");
    return name.isEmpty() ? "an unknown system" : name;
  }

  private String field(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }
}
