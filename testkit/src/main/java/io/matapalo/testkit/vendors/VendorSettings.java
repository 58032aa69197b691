package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.Conditions;
import io.matapalo.testkit.http.Outage;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a simulated vendor behaves. Immutable; see docs/testkit.md for the keys in JSON and on the
 * command line.
 *
 * @param latency added to each answer of the service; default none
 * @param outage how the service fails; default not at all
 * @param declines which payments are declined besides the card that always is; default none.
 *     Payment provider only
 * @param stallEvery each Nth quote blocks; 0, the default, for none. Tax service only
 * @param stall for how long it blocks; default none
 * @param dumpValidity how long a dump of the rates may be used; default one hour
 */
public record VendorSettings(
    Duration latency,
    Outage outage,
    DeclineRule declines,
    int stallEvery,
    Duration stall,
    Duration dumpValidity) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  public VendorSettings {
    if (latency.isNegative() || stall.isNegative()) {
      throw new IllegalArgumentException(
          "latency and stall must not be negative, were %s and %s".formatted(latency, stall));
    }
    if (stallEvery < 0) {
      throw new IllegalArgumentException("stall-every must not be negative, was " + stallEvery);
    }
    if (!dumpValidity.isPositive()) {
      throw new IllegalArgumentException("dump-validity must be positive, was " + dumpValidity);
    }
  }

  /** Prompt, reliable, never declining but for the one card. */
  public static VendorSettings defaults() {
    return new VendorSettings(
        Duration.ZERO, Outage.NONE, DeclineRule.none(), 0, Duration.ZERO, Duration.ofHours(1));
  }

  public VendorSettings withLatency(Duration newLatency) {
    return new VendorSettings(newLatency, outage, declines, stallEvery, stall, dumpValidity);
  }

  public VendorSettings withOutage(Outage newOutage) {
    return new VendorSettings(latency, newOutage, declines, stallEvery, stall, dumpValidity);
  }

  Conditions conditions() {
    return new Conditions(latency, outage);
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("latency", latency.toMillis() + "ms")
        .put("outage", outage.name())
        .put("decline-every", declines.every())
        .put("decline-percent", declines.percent())
        .put("decline-seed", declines.seed())
        .put("stall-every", stallEvery)
        .put("stall", stall.toMillis() + "ms")
        .put("dump-validity", dumpValidity.toMillis() + "ms");
  }

  /**
   * These settings with those that the JSON object names; throws IllegalArgumentException for what
   * is wrong in it.
   */
  VendorSettings changedBy(JsonNode json) {
    Set<String> known = keys(toJson());
    Set<String> unknown = keys(json);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown keys %s; known are %s".formatted(unknown, known));
    }
    DeclineRule rule =
        new DeclineRule(
            number(json, "decline-every", declines.every()),
            number(json, "decline-percent", declines.percent()),
            json.path("decline-seed").asLong(declines.seed()));
    return new VendorSettings(
        json.has("latency") ? duration(json.get("latency").asText()) : latency,
        json.has("outage") ? outage(json.get("outage").asText()) : outage,
        rule,
        number(json, "stall-every", stallEvery),
        json.has("stall") ? duration(json.get("stall").asText()) : stall,
        json.has("dump-validity") ? duration(json.get("dump-validity").asText()) : dumpValidity);
  }

  private static Set<String> keys(JsonNode json) {
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Reads {@code 20ms}, {@code 3s}, {@code 5m} or {@code 1h}. */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a duration is a number and ms, s, m or h, like 20ms; was " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Outage outage(String text) {
    for (Outage outage : Outage.values()) {
      if (outage.name().equals(text.toUpperCase(Locale.ROOT))) {
        return outage;
      }
    }
    throw new IllegalArgumentException("outage is NONE, REFUSE, HANG or DROP; was " + text);
  }

  private static int number(JsonNode json, String key, int otherwise) {
    JsonNode value = json.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToInt()) {
      throw new IllegalArgumentException(key + " must be a whole number, was " + value);
    }
    return value.asInt();
  }
}
