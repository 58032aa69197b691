package io.matapalo.fastpath.cache.config;

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
 * One mapping of {@code caches.yaml}, read key by key. A complaint names the key, the value and
 * what is allowed; keys that nobody asked for are refused. Confined to one thread.
 */
final class Section {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject() && !node.isMissingNode()) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "caches.yaml" : path) + " must be a list of keys and values");
    }
  }

  /** The full name of a key. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return !value(key).isMissingNode();
  }

  Optional<String> text(String key) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw wrong(key, "must be one value", value);
    }
    return Optional.of(value.asText());
  }

  /** A text that must be there; {@code what} it is, for the complaint. */
  String text(String key, String what) {
    return text(key)
        .orElseThrow(
            () -> new IllegalArgumentException(path(key) + " is missing, it must be " + what));
  }

  /** The texts of a list, or the one text that stands in its place; empty if it is absent. */
  List<String> texts(String key) {
    if (!value(key).isArray()) {
      return text(key).map(List::of).orElse(List.of());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : value(key)) {
      if (!entry.isValueNode() || entry.asText().isBlank()) {
        throw wrong(key, "must be a list of texts", entry);
      }
      texts.add(entry.asText());
    }
    return List.copyOf(texts);
  }

  long number(String key, long least, long most, long standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < least || value.asLong() > most) {
      throw wrong(key, "must be a whole number " + least + ".." + most, value);
    }
    return value.asLong();
  }

  /** A number from 0 on. */
  double share(String key, double most, double standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > most) {
      throw wrong(key, "must be a number 0.." + most, value);
    }
    return value.asDouble();
  }

  Duration duration(String key, Duration least, Duration most, Duration standard) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return standard;
    }
    return parsed(value.asText())
        .filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0)
        .orElseThrow(() ->
            wrong(
                key,
                "must be a time " + text(least) + ".." + text(most) + " such as 250ms, 3s or 5m",
                value));
  }

  Section section(String key) {
    return new Section(path(key), value(key));
  }

  /** The mappings of a list. */
  List<Section> sections(String key) {
    JsonNode list = value(key);
    if (!list.isArray() && !list.isMissingNode()) {
      throw wrong(key, "must be a list", list);
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      sections.add(new Section(path(key) + "[" + i + "]", list.path(i)));
    }
    return sections;
  }

  /** All keys with the mappings below them. */
  Map<String, Section> children() {
    Map<String, Section> children = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      children.put(entry.getKey(), section(entry.getKey()));
    }
    return children;
  }

  void refusePassword(String variable) {
    if (node.has("password")) {
      throw new IllegalArgumentException(
          path("password")
              + " must not stand in the file; set the environment variable "
              + variable);
    }
  }

  /** To be called when all keys were read. The value is not told: it may be a password. */
  void refuseOtherKeys() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            "unknown key " + path(entry.getKey()) + ", allowed are " + asked);
      }
    }
  }

  IllegalArgumentException wrong(String key, String rule, Object value) {
    return new IllegalArgumentException(path(key) + " " + rule + ", was " + value);
  }

  private JsonNode value(String key) {
    asked.add(key);
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private static Optional<Duration> parsed(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return text.equals("0") ? Optional.of(Duration.ZERO) : Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** As it is written in the file. */
  static String text(Duration time) {
    if (time.toMillis() % 1_000 != 0) {
      return time.toMillis() + "ms";
    }
    if (time.toSeconds() % 60 != 0 || time.isZero()) {
      return time.toSeconds() + "s";
    }
    return time.toMinutes() % 60 == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
  }
}
