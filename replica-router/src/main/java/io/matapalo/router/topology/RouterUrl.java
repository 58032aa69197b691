package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@code jdbc:matapalo:} URL in its parts. Immutable, and its text form has no properties: they
 * may carry passwords.
 *
 * @param scheme what stands before the hosts, {@code mysql} or {@code mariadb}
 * @param hosts as they are written, in any form that the drivers know
 * @param path from the slash before the database to the question mark
 * @param properties what is for the database's driver, as it is written
 * @param settings what is for the router, by key without the prefix {@code matapalo.}
 */
public record RouterUrl(
    String scheme,
    List<String> hosts,
    String path,
    List<String> properties,
    Map<String, String> settings) {

  /** What a routed URL starts with. */
  public static final String PREFIX = "jdbc:matapalo:";

  private static final String SETTING = "matapalo.";
  private static final Set<String> SCHEMES = Set.of("mysql", "mariadb");

  public RouterUrl {
    hosts = List.copyOf(hosts);
    properties = List.copyOf(properties);
    settings = Map.copyOf(settings);
  }

  /**
   * Takes a URL apart.
   *
   * @throws IllegalArgumentException if it does not begin with {@code jdbc:matapalo:}, has no
   *     hosts, or sets something of the router twice
   */
  public static RouterUrl parse(String url) {
    int slashes = url.indexOf("://");
    if (!url.startsWith(PREFIX) || slashes < PREFIX.length()) {
      throw new IllegalArgumentException(
          "a routed URL is jdbc:matapalo:mysql://host:port,…/database?…, was "
              + UrlSecrets.shown(url));
    }
    String rest = before(url, '?').substring(slashes + 3);
    int slash = HostForm.outside(rest, '/', 0);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    List<String> properties = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : DriverUrl.pairs(url)) {
      if (pair.startsWith(SETTING)) {
        add(pair.substring(SETTING.length()), settings);
      } else {
        properties.add(pair);
      }
    }
    return new RouterUrl(
        url.substring(PREFIX.length(), slashes),
        HostForm.split(authority),
        rest.substring(authority.length()),
        properties,
        settings);
  }

  /** The URL for the database's own driver: {@code url} without {@code matapalo:}. */
  public static String unprefixed(String url) {
    return url.startsWith(PREFIX) ? "jdbc:" + url.substring(PREFIX.length()) : url;
  }

  private static void add(String pair, Map<String, String> settings) {
    String key = before(pair, '=');
    String value = key.length() == pair.length() ? "" : pair.substring(key.length() + 1);
    if (settings.put(key, value) != null) {
      throw new IllegalArgumentException("the URL sets matapalo." + key + " twice");
    }
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  /** Does it name several hosts of databases that the router knows? */
  public boolean hasSeveralHosts() {
    return SCHEMES.contains(scheme) && hosts.size() > 1;
  }

  /**
   * The URL of one host, written as {@code host:port}, for the database's driver.
   *
   * @throws IllegalArgumentException if the scheme is not one that can be routed, or the host is
   *     none
   */
  public String driverUrl(String host) {
    if (!SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException(
          "a routed URL is jdbc:matapalo:mysql: or jdbc:matapalo:mariadb:, was jdbc:matapalo:"
              + scheme
              + ": (which host is used is the router's to decide)");
    }
    return "jdbc:" + scheme + "://" + HostForm.plain(host) + path + query();
  }

  /** The URL without what is for the router, its hosts as they are. */
  public String unrouted() {
    return "jdbc:" + scheme + "://" + String.join(",", hosts) + path + query();
  }

  private String query() {
    return properties.isEmpty() ? "" : "?" + String.join("&", properties);
  }

  @Override
  public String toString() {
    return UrlSecrets.shown(PREFIX + scheme + "://" + String.join(",", hosts) + path);
  }
}
