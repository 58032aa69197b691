package io.matapalo.testkit.binaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the machine's own package sources, one-line and deb822 form (sources.list(5)). Stateless.
 */
final class AptSources {
  private static final Pattern ONE_LINE =
      Pattern.compile("(deb|deb-src)\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)\\s*(.*)");
  private static final Map<String, String> OPTION_FIELDS =
      Map.of(
          "arch", "Architectures",
          "lang", "Languages",
          "target", "Targets",
          "pdiffs", "PDiffs",
          "by-hash", "By-Hash",
          "signed-by", "Signed-By",
          "trusted", "Trusted",
          "check-valid-until", "Check-Valid-Until",
          "check-date", "Check-Date");

  private static final Pattern NETWORK_SETTING =
      Pattern.compile(
          "Acquire::(?:https?|ftp|Retries|ForceIPv[46]|Check-Valid-Until|Check-Date)\\b");

  private AptSources() {}

  /** All entries below a folder such as {@code /etc/apt}; files that cannot be read are skipped. */
  static List<AptSource> in(Path aptFolder) {
    List<AptSource> sources = new ArrayList<>();
    read(aptFolder.resolve("sources.list")).ifPresent(text -> sources.addAll(oneLine(text)));
    for (Path file : listed(aptFolder.resolve("sources.list.d"))) {
      String name = file.getFileName().toString();
      if (name.endsWith(".list")) {
        read(file).ifPresent(text -> sources.addAll(oneLine(text)));
      } else if (name.endsWith(".sources")) {
        read(file).ifPresent(text -> sources.addAll(deb822(text)));
      }
    }
    return sources;
  }

  static List<AptSource> oneLine(String text) {
    List<AptSource> sources = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int comment = line.indexOf('#');
      Matcher entry = ONE_LINE.matcher((comment < 0 ? line : line.substring(0, comment)).strip());
      if (entry.matches()) {
        Map<String, String> fields = new LinkedHashMap<>(options(entry.group(2)));
        fields.put("Types", entry.group(1));
        fields.put("URIs", entry.group(3));
        fields.put("Suites", entry.group(4));
        fields.put("Components", entry.group(5));
        sources.add(new AptSource(fields));
      }
    }
    return sources;
  }

  static List<AptSource> deb822(String text) {
    List<AptSource> sources = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String field = "";
    for (String line : (text + "\n\n").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        if (!fields.isEmpty()) {
          sources.add(new AptSource(fields));
        }
        fields = new LinkedHashMap<>();
      } else if (Character.isWhitespace(line.charAt(0))) {
        fields.merge(field, line.strip(), (before, more) -> before + "\n" + more);
      } else {
        int colon = line.indexOf(':');
        field = colon < 0 ? line : line.substring(0, colon);
        fields.put(field, colon < 0 ? "" : line.substring(colon + 1).strip());
      }
    }
    return sources;
  }

  /**
   * How the machine reaches its mirror: proxies, retries and date checks, as lines of apt.conf(5).
   */
  static List<String> networkSettings(String aptConfig) {
    return Command.of(aptConfig, "dump", "--no-empty")
        .run()
        .lines()
        .filter(line -> NETWORK_SETTING.matcher(line).lookingAt())
        .toList();
  }

  private static Map<String, String> options(@Nullable String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text == null) {
      return options;
    }
    for (String option : Arrays.asList(text.strip().split("\\s+", -1))) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String field = OPTION_FIELDS.get(name.toLowerCase(Locale.ROOT));
      if (field != null) {
        options.put(field, option.substring(equals + 1).replace(',', ' '));
      }
    }
    return options;
  }

  /** The text of a file of the machine; empty where it is not there or may not be read. */
  static Optional<String> read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static List<Path> listed(Path folder) {
    return Files.isDirectory(folder) ? DebianRoot.listed(folder, _ -> true) : List.of();
  }
}
