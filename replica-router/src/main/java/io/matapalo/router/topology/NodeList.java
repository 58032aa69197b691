package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Makes the nodes of a URL: its hosts, or those of setting {@code nodes}; their names, {@code
 * node-names}, default {@code node-1}, {@code node-2} and so on; their {@code weights}, default 1.
 * Pure.
 */
public final class NodeList {

  private NodeList() {}

  /**
   * The nodes, in the order of the hosts.
   *
   * @throws IllegalArgumentException if a list has another length than the hosts, a name comes
   *     twice or a weight is no number
   */
  public static List<Node> of(RouterUrl url, Map<String, String> settings) {
    List<String> written =
        settings.containsKey("nodes") ? HostForm.split(settings.get("nodes")) : url.hosts();
    List<String> hosts = written.stream().map(HostForm::plain).toList();
    List<String> names = sized("node-names", hosts, settings);
    List<String> weights = sized("weights", hosts, settings);
    if (new HashSet<>(hosts).size() < hosts.size()) {
      throw new IllegalArgumentException("nodes must differ, were " + hosts);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("node-names must differ, were " + names);
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      nodes.add(
          new Node(
              names.isEmpty() ? "node-" + (i + 1) : names.get(i),
              url.driverUrl(hosts.get(i)),
              weights.isEmpty() ? Node.DEFAULT_WEIGHT : weight("weights", weights.get(i))));
    }
    return List.copyOf(nodes);
  }

  private static List<String> sized(String key, List<String> hosts, Map<String, String> settings) {
    List<String> values = list(key, settings);
    if (!values.isEmpty() && values.size() != hosts.size()) {
      throw new IllegalArgumentException(
          key + " must name one for each of " + hosts + ", was " + values);
    }
    return values;
  }

  private static List<String> list(String key, Map<String, String> settings) {
    String text = settings.getOrDefault(key, "");
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** The weight in a text; {@code key} is the setting that it is of, for the message. */
  public static double weight(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be numbers, was '" + text + "'", e);
    }
  }
}
