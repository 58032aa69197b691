package io.matapalo.router.topology;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from; of two that set one key, the later in this list wins: the URL, the
 * environment ({@code MATAPALO_HEALTH_INTERVAL}), the system properties ({@code
 * matapalo.health.interval}), and, for a URL with {@code matapalo.name=shop}, the system properties
 * with that name ({@code matapalo.shop.health.interval}). Pure.
 *
 * @param known the keys there are, without prefix
 */
public record SettingSources(
    Set<String> known, Map<String, String> environment, Map<String, String> systemProperties) {

  private static final String PREFIX = "matapalo.";

  public SettingSources {
    known = Set.copyOf(known);
    environment = Map.copyOf(environment);
    systemProperties = Map.copyOf(systemProperties);
  }

  /**
   * All that is set, by key.
   *
   * @throws IllegalArgumentException if the URL or its properties set what does not exist
   */
  public Map<String, String> settings(Map<String, String> ofUrl) {
    for (String key : ofUrl.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "the URL or its properties set matapalo.%s, which does not exist; there are %s"
                .formatted(key, new TreeSet<>(known)));
      }
    }
    Map<String, String> all = new HashMap<>(ofUrl);
    String name = ofUrl.getOrDefault("name", "");
    for (String key : known) {
      put(key, environment.get(variable(key)), all);
      put(key, systemProperties.get(PREFIX + key), all);
      if (!name.isEmpty()) {
        put(key, systemProperties.get(PREFIX + name + "." + key), all);
      }
    }
    return Map.copyOf(all);
  }

  private static void put(String key, @Nullable String value, Map<String, String> all) {
    if (value != null) {
      all.put(key, value);
    }
  }

  /** The environment's name of a key. */
  static String variable(String key) {
    return (PREFIX + key).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
