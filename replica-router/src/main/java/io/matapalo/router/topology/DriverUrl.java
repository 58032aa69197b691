package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads and changes what stands behind the question mark of a JDBC URL. Pure. */
public final class DriverUrl {

  private DriverUrl() {}

  /** The properties, with keys in lower case, as drivers read them without case. */
  public static Map<String, String> properties(String url) {
    Map<String, String> properties = new TreeMap<>();
    for (String pair : pairs(url)) {
      int equals = pair.indexOf('=');
      String value = equals < 0 ? "true" : pair.substring(equals + 1);
      properties.put(key(pair), value.strip());
    }
    return properties;
  }

  /** The URL with the property set, whatever it was set to. */
  public static String with(String url, String property, String value) {
    List<String> kept = new ArrayList<>();
    for (String pair : pairs(url)) {
      if (!key(pair).equals(property.toLowerCase(Locale.ROOT))) {
        kept.add(pair);
      }
    }
    kept.add(property + "=" + value);
    int query = url.indexOf('?');
    return (query < 0 ? url : url.substring(0, query)) + "?" + String.join("&", kept);
  }

  /** The URL with the property set unless it is. */
  public static String withDefault(String url, String property, String value) {
    boolean set = properties(url).containsKey(property.toLowerCase(Locale.ROOT));
    return set ? url : with(url, property, value);
  }

  static List<String> pairs(String url) {
    int query = url.indexOf('?');
    List<String> pairs = new ArrayList<>();
    if (query >= 0) {
      for (String pair : url.substring(query + 1).split("&", -1)) {
        if (!pair.isBlank()) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private static String key(String pair) {
    int equals = pair.indexOf('=');
    return (equals < 0 ? pair : pair.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
  }
}
