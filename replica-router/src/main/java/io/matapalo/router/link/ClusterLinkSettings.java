package io.matapalo.router.link;

import io.matapalo.jvm.DurationSetting;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What a cluster is reached with. Immutable.
 *
 * @param kind how the nodes relate
 * @param nodes all of them, each with a single-host URL
 * @param instance this instance's name
 * @param properties what the database's driver gets, user and password among it
 * @param settings the settings of all parts, by their keys without prefix; read here: {@code
 *     recorder}, {@code on} (default) or {@code off}; {@code read-only-operations}, names of the
 *     recorder's operations with commas, a star at the end for any rest, default none; {@code
 *     connect-timeout}, default 2 s, and {@code socket-timeout}, default 5 min, set where a node's
 *     URL sets neither, {@code 0ms} leaves them to the driver; {@code connect-deadline}, for how
 *     long after a failed node others are tried, default 5 s
 */
public record ClusterLinkSettings(
    TopologyKind kind,
    List<Node> nodes,
    String instance,
    Properties properties,
    Map<String, String> settings) {

  private static final Duration LONGEST = Duration.ofDays(1);

  public ClusterLinkSettings {
    nodes = List.copyOf(nodes);
    settings = Map.copyOf(settings);
    Properties copy = new Properties();
    copy.putAll(properties);
    properties = copy;
  }

  public boolean isRecording() {
    return isRecording(settings);
  }

  public static boolean isRecording(Map<String, String> settings) {
    String text = settings.getOrDefault("recorder", "on");
    if (!text.equals("on") && !text.equals("off")) {
      throw new IllegalArgumentException("recorder must be on or off, was '" + text + "'");
    }
    return text.equals("on");
  }

  ReadOnlyOperations readOnlyOperations(Supplier<String> operation) {
    List<String> patterns =
        Arrays.stream(settings.getOrDefault("read-only-operations", "").split(",", -1))
            .map(String::strip)
            .filter(pattern -> !pattern.isEmpty())
            .toList();
    for (String pattern : patterns) {
      int star = pattern.indexOf('*');
      if ((star >= 0 && star < pattern.length() - 1) || pattern.equals("*")) {
        throw new IllegalArgumentException(
            "read-only-operations must be names, with a * at the end at most; was '"
                + pattern
                + "'");
      }
    }
    return ReadOnlyOperations.of(patterns, operation);
  }

  NodeDriver.Limits limits() {
    return new NodeDriver.Limits(
        duration("connect-timeout", Duration.ofSeconds(2)),
        duration("socket-timeout", Duration.ofMinutes(5)));
  }

  Duration deadline() {
    return duration("connect-deadline", Duration.ofSeconds(5));
  }

  private Duration duration(String key, Duration standard) {
    Duration duration = new DurationSetting(key, "ms, s or m").in(settings, standard);
    DurationSetting.require(key, duration, Duration.ZERO, LONGEST);
    return duration;
  }

  /** Everything but properties and settings: they carry passwords. */
  @Override
  public String toString() {
    return "ClusterLinkSettings[kind=" + kind + ", nodes=" + nodes + ", instance=" + instance + "]";
  }
}
