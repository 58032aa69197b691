package io.matapalo.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mapping of a YAML file, read key by key. Each complaint says which key, which value, what is
 * allowed; keys that nobody asked for are refused. Confined to one thread.
 */
final class Section {

  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(String path, JsonNode node) {
    if (!node.isObject() && !node.isMissingNode()) {
      throw new ConfigException(
          "%s must be a mapping of keys to values, was %s"
              .formatted(path.isEmpty() ? "the file" : path, node));
    }
    this.path = path;
    this.node = node;
  }

  /** The full name of a key, for messages. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether there is not one key. */
  boolean isEmpty() {
    return node.isEmpty();
  }

  private JsonNode value(String key) {
    asked.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  String text(String key) {
    return optionalText(key)
        .orElseThrow(() -> new ConfigException(path(key) + " is missing, it must be a text"));
  }

  String text(String key, String standard) {
    return optionalText(key).orElse(standard);
  }

  Optional<String> optionalText(String key) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new ConfigException("%s must be a text, was %s".formatted(path(key), value));
    }
    return Optional.of(value.asText());
  }

  long number(String key, long least, long most, long standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    boolean good =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.asLong() >= least
            && value.asLong() <= most;
    if (!good) {
      throw new ConfigException(
          "%s must be a whole number %d..%d, was %s".formatted(path(key), least, most, value));
    }
    return value.asLong();
  }

  int integer(String key, int least, int most, int standard) {
    return Math.toIntExact(number(key, least, most, standard));
  }

  boolean flag(String key, boolean standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    if (!value.isBoolean()) {
      throw new ConfigException("%s must be true or false, was %s".formatted(path(key), value));
    }
    return value.asBoolean();
  }

  Duration duration(String key, Duration least, Duration most, Duration standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    Optional<Duration> parsed =
        DurationText.parse(value.asText())
            .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
    return parsed.orElseThrow(() ->
        new ConfigException(
            "%s must be a duration %s..%s such as 250ms, 20s or 1m, was %s"
                .formatted(path(key), DurationText.of(least), DurationText.of(most), value)));
  }

  /** The mapping under a key; an empty one if it is absent, or if nothing follows the key. */
  Section section(String key) {
    JsonNode value = value(key);
    boolean empty = value.isTextual() && value.asText().isEmpty();
    return new Section(path(key), empty ? MissingNode.getInstance() : value);
  }

  /** The mappings in a list; empty if it is absent. */
  List<Section> sections(String key) {
    JsonNode list = list(key);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      sections.add(new Section("%s[%d]".formatted(path(key), i), list.path(i)));
    }
    return sections;
  }

  /** The texts in a list; empty if it is absent. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : list(key)) {
      texts.add(entry.asText());
    }
    return texts;
  }

  private JsonNode list(String key) {
    JsonNode value = value(key);
    if (!value.isArray() && !value.isMissingNode()) {
      throw new ConfigException("%s must be a list, was %s".formatted(path(key), value));
    }
    return value;
  }

  /** All keys of this mapping with the mappings under them. */
  Map<String, Section> children() {
    Map<String, Section> children = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      asked.add(entry.getKey());
      children.put(entry.getKey(), new Section(path(entry.getKey()), entry.getValue()));
    }
    return children;
  }

  /** All keys of this mapping with the texts under them. */
  Map<String, String> textByKey() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(entry.getKey(), text(entry.getKey()));
    }
    return texts;
  }

  /** Refuses what was not asked for; to be called when all keys were read. */
  void refuseOtherKeys() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw new ConfigException(
            "%s is not a key here, allowed are %s".formatted(path(entry.getKey()), asked));
      }
    }
  }

  /**
   * Durations as they stand in files: a whole number and {@code ms}, {@code s}, {@code m} or {@code
   * h}.
   */
  static final class DurationText {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private DurationText() {}

    static Optional<Duration> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long count = Long.parseLong(matcher.group(1));
      return Optional.of(
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          });
    }

    static String of(Duration duration) {
      long millis = duration.toMillis();
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
  }
}
