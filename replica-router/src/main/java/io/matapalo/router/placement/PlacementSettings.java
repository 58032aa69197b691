package io.matapalo.router.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is configured about the placement. Immutable.
 *
 * @param instances setting {@code instances}, names with commas: all instances of the application.
 *     Known, each node gets its share of them; default: none, then each instance chooses for itself
 * @param node setting {@code node}: the node of this instance, whatever placement says; default
 *     blank. The other instances do not know of it
 * @param plan setting {@code plan}, {@code vm1:a,vm2:a,vm3:b}: the node of every instance; default:
 *     none. Give all instances the same
 */
public record PlacementSettings(List<String> instances, String node, Map<String, String> plan) {

  /** Nothing configured. */
  public static final PlacementSettings NONE = new PlacementSettings(List.of(), "", Map.of());

  public PlacementSettings {
    instances = List.copyOf(instances);
    plan = Map.copyOf(plan);
    List<String> seen = new ArrayList<>();
    for (String instance : instances) {
      if (seen.contains(instance)) {
        throw new IllegalArgumentException("instances must differ, twice " + instance);
      }
      seen.add(instance);
    }
  }

  /** Takes {@code instances}, {@code node} and {@code plan} out of all settings. */
  public static PlacementSettings from(Map<String, String> settings) {
    return new PlacementSettings(
        names(settings.getOrDefault("instances", "")),
        settings.getOrDefault("node", "").strip(),
        plan(settings.getOrDefault("plan", "")));
  }

  private static List<String> names(String text) {
    List<String> names = entries(text);
    if (names.contains("")) {
      throw new IllegalArgumentException(
          "instances must be names with commas, such as vm1,vm2; was " + text);
    }
    return names;
  }

  private static Map<String, String> plan(String text) {
    Map<String, String> plan = new TreeMap<>();
    for (String entry : entries(text)) {
      int colon = entry.indexOf(':');
      if (colon < 1 || colon == entry.length() - 1 || colon != entry.lastIndexOf(':')) {
        throw new IllegalArgumentException(
            "plan must be instance:node with commas, such as vm1:a,vm2:b; was '" + entry + "'");
      }
      String instance = entry.substring(0, colon).strip();
      if (plan.put(instance, entry.substring(colon + 1).strip()) != null) {
        throw new IllegalArgumentException("plan must name each instance once, twice " + instance);
      }
    }
    return plan;
  }

  private static List<String> entries(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
  }
}
