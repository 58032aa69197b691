package io.matapalo.driver;

import io.matapalo.router.freshness.MarkSettings;
import io.matapalo.router.link.ClusterLinkSettings;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeList;
import io.matapalo.router.topology.RouterUrl;
import io.matapalo.router.topology.SettingSources;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.TransactionSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a {@code jdbc:matapalo:} URL and the settings beside it ask for. Immutable.
 *
 * @param cluster the cluster, if it asks for one; else it stays with the database's driver alone
 * @param driverUrl for the database's driver: of the first node, if there is a cluster
 * @param properties for the database's driver, without those for the router
 * @param recording whether statements are counted
 */
record RoutedUrl(
    Optional<ClusterLinkSettings> cluster,
    String driverUrl,
    Properties properties,
    boolean recording) {

  private static final String SETTING = "matapalo.";

  private static final String OWN =
      "name topology nodes node-names weights instance instances node plan recorder"
          + " read-only-operations connect-timeout socket-timeout connect-deadline";

  private static final String OF_HEALTH =
      "health.interval health.timeout health.max-lag health.return-after health.return-max";

  /** All settings that there are, without their prefix. */
  static final Set<String> KEYS = keys();

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(MarkSettings.KEYS);
    keys.addAll(TransactionSettings.KEYS);
    for (String some : List.of(OWN, OF_HEALTH)) {
      keys.addAll(List.of(some.split(" ", -1)));
    }
    return Set.copyOf(keys);
  }

  /** Settings of this JVM. */
  static SettingSources sources() {
    Map<String, String> properties = new TreeMap<>();
    Properties all = System.getProperties();
    all.stringPropertyNames().forEach(key -> properties.put(key, all.getProperty(key)));
    return new SettingSources(KEYS, System.getenv(), properties);
  }

  /**
   * Reads them; a setting may stand in the URL or, by the same name, among the properties.
   *
   * @throws IllegalArgumentException if a setting is wrong
   */
  static RoutedUrl of(String url, Properties properties, SettingSources sources) {
    String rest = RouterUrl.unprefixed(url);
    Properties ofDriver = ofDriver(properties);
    if (!url.contains("://")) {
      return new RoutedUrl(Optional.empty(), rest, ofDriver, true);
    }
    RouterUrl parsed = RouterUrl.parse(url);
    Map<String, String> settings = sources.settings(together(parsed.settings(), properties));
    boolean recording = ClusterLinkSettings.isRecording(settings);
    if (parsed.hasSeveralHosts()
        || settings.containsKey("topology")
        || settings.containsKey("nodes")) {
      ClusterLinkSettings cluster = settings(parsed, ofDriver, settings);
      return new RoutedUrl(
          Optional.of(cluster), cluster.nodes().get(0).jdbcUrl(), ofDriver, recording);
    }
    boolean untouched = parsed.settings().isEmpty();
    return new RoutedUrl(
        Optional.empty(), untouched ? rest : parsed.unrouted(), ofDriver, recording);
  }

  /** All but the router's settings; defaults of the properties become properties. */
  private static Properties ofDriver(Properties properties) {
    Properties others = new Properties();
    others.putAll(properties);
    properties.stringPropertyNames().forEach(key -> others.put(key, properties.getProperty(key)));
    others.keySet().removeIf(key -> key.toString().startsWith(SETTING));
    return others;
  }

  private static Map<String, String> together(Map<String, String> ofUrl, Properties properties) {
    Map<String, String> all = new TreeMap<>(ofUrl);
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(SETTING)) {
        String value = properties.getProperty(name);
        String other = all.putIfAbsent(name.substring(SETTING.length()), value);
        if (other != null && !other.equals(value)) {
          // The values are not told: a secret is a setting too.
          throw new IllegalArgumentException(
              name
                  + " has one value in the URL and another among the connection's properties; say it"
                  + " once");
        }
      }
    }
    return all;
  }

  private static ClusterLinkSettings settings(
      RouterUrl url, Properties properties, Map<String, String> settings) {
    if (!settings.containsKey("topology")) {
      throw new IllegalArgumentException(
          "several nodes need matapalo.topology=primary-replica or multi-primary in the URL (or"
              + " among the system properties), as "
              + url
              + "?matapalo.topology=primary-replica");
    }
    List<Node> nodes = NodeList.of(url, settings);
    return new ClusterLinkSettings(
        TopologyKind.parse(settings.get("topology")),
        nodes,
        instance(nodes, settings),
        properties,
        settings);
  }

  private static String instance(List<Node> nodes, Map<String, String> settings) {
    String instance = settings.getOrDefault("instance", "").strip();
    if (instance.isEmpty() && nodes.size() > 1) {
      throw new IllegalArgumentException(
          "several nodes need matapalo.instance, this instance's own name, which decides its node;"
              + " set it for each instance, as -Dmatapalo.instance=vm1");
    }
    return instance.isEmpty() ? "instance-1" : instance;
  }
}
