package io.matapalo.testkit.binaries;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One entry of the machine's package sources as a deb822 stanza: field name, in any case, to value.
 * A one-line entry is turned into the same form, so that only one form is ever written. Immutable.
 * See sources.list(5).
 */
record AptSource(Map<String, String> fields) {
  private static final Set<String> NO = Set.of("no", "false", "0");

  AptSource {
    fields = Collections.unmodifiableMap(inAnyCase(fields));
  }

  List<String> uris() {
    return words("URIs");
  }

  List<String> suites() {
    return words("Suites");
  }

  boolean isEnabled() {
    return words("Enabled").stream().noneMatch(word -> NO.contains(word.toLowerCase(Locale.ROOT)));
  }

  /**
   * Is this a binary source with at least one of the release's own suites and the component {@code
   * main}?
   */
  boolean serves(String codename) {
    return isEnabled()
        && words("Types").contains("deb")
        && words("Components").contains("main")
        && !suitesOf(codename).isEmpty()
        && uris().stream().noneMatch(uri -> uri.startsWith("cdrom:"));
  }

  /** The same source, cut down to the binary packages in {@code main} of one release. */
  AptSource onlyFor(String codename) {
    return atSuite(String.join(" ", suitesOf(codename)));
  }

  /** Is this where the release itself, or the other suite, comes from, and not its updates only? */
  boolean isMirrorOf(String codename, String otherSuite) {
    return (serves(codename) && suites().contains(codename)) || serves(otherSuite);
  }

  /** The same mirror, cut down to the binary packages in {@code main} of another of its suites. */
  AptSource atSuite(String suite) {
    Map<String, String> cut = inAnyCase(fields);
    cut.putAll(Map.of("Types", "deb", "Suites", suite, "Components", "main"));
    return new AptSource(cut);
  }

  String stanza() {
    return fields.entrySet().stream()
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
    return Arrays.stream(fields.getOrDefault(field, "").split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Map<String, String> inAnyCase(Map<String, String> fields) {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    names.putAll(fields);
    return names;
  }
}
