package io.matapalo.testkit.binaries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One entry of the machine's package sources as a deb822 stanza: field name, as written, to value.
 * A one-line entry is turned into the same form, so that only one form is ever written. Immutable.
 * See sources.list(5).
 */
record AptSource(Map<String, String> fields) {

  AptSource {
    fields = Map.copyOf(new LinkedHashMap<>(fields));
  }

  List<String> types() {
    return words("types");
  }

  List<String> uris() {
    return words("uris");
  }

  List<String> suites() {
    return words("suites");
  }

  List<String> components() {
    return words("components");
  }

  boolean isEnabled() {
    return words("enabled").stream()
        .map(word -> word.toLowerCase(Locale.ROOT))
        .noneMatch(word -> word.equals("no") || word.equals("false") || word.equals("0"));
  }

  /**
   * Is this a binary source with at least one of the release's own suites and the component {@code
   * main}?
   */
  boolean serves(String codename) {
    return isEnabled()
        && types().contains("deb")
        && components().contains("main")
        && !suitesOf(codename).isEmpty()
        && uris().stream().noneMatch(uri -> uri.startsWith("cdrom:"));
  }

  /** The same source, cut down to the binary packages in {@code main} of one release. */
  AptSource onlyFor(String codename) {
    Map<String, String> cut = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "types" -> cut.put("Types", "deb");
        case "suites" -> cut.put("Suites", String.join(" ", suitesOf(codename)));
        case "components" -> cut.put("Components", "main");
        default -> cut.put(name, value);
      }
    });
    return new AptSource(cut);
  }

  /** Is this where the release itself, or the other suite, comes from, and not its updates only? */
  boolean isMirrorOf(String codename, String otherSuite) {
    return (serves(codename) && suites().contains(codename)) || serves(otherSuite);
  }

  /** The same mirror, cut down to the binary packages in {@code main} of another of its suites. */
  AptSource atSuite(String suite) {
    Map<String, String> other = new LinkedHashMap<>(onlyFor(suite).fields());
    other.keySet().removeIf(name -> name.equalsIgnoreCase("suites"));
    other.put("Suites", suite);
    return new AptSource(other);
  }

  String stanza() {
    return fields.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(field -> field.getKey() + ":" + indented(field.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  // A value of several lines (an embedded key) goes on in indented lines; an empty one is written
  // as a dot.
  private static String indented(String value) {
    List<String> lines = value.lines().toList();
    if (lines.size() <= 1) {
      return " " + value;
    }
    return lines.stream()
        .skip(lines.getFirst().isBlank() ? 1 : 0)
        .map(line -> "\n " + (line.isBlank() ? "." : line))
        .collect(Collectors.joining());
  }

  private List<String> suitesOf(String codename) {
    return suites().stream()
        .filter(suite ->
            suite.equals(codename)
                || suite.equals(codename + "-updates")
                || suite.equals(codename + "-security")
                || suite.equals(codename + "/updates"))
        .toList();
  }

  private List<String> words(String field) {
    List<String> words = new ArrayList<>();
    fields.forEach((name, value) -> {
      if (name.equalsIgnoreCase(field)) {
        Arrays.stream(value.split("\\s+", -1)).filter(word -> !word.isEmpty()).forEach(words::add);
      }
    });
    return words;
  }
}
