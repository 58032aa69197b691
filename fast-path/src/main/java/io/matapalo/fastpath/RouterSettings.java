package io.matapalo.fastpath;

import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.NodeList;
import io.matapalo.router.topology.RouterUrl;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The router's settings from ours. Pure. */
final class RouterSettings {

  private static final Duration LONG_READ = Duration.ofMinutes(10);

  private static final Duration VALIDATION_TIMEOUT = Duration.ofMillis(250);

  private static final String BUDGET_FLOOR = "retry.budget-floor";

  /** The router's own default is meant for operations of a few calls a second. */
  private static final String DEFAULT_BUDGET_FLOOR = "50";

  /** Its own defaults: keeps nothing, of texts up to 256 characters; reads packet by packet. */
  private static final List<String> CONNECTOR_J =
      List.of(
          "cachePrepStmts=true",
          "prepStmtCacheSize=100",
          "prepStmtCacheSqlLimit=4096",
          "useReadAheadInput=false",
          "useUnbufferedInput=false");

  private static final Set<String> PLACEMENT = Set.of("instance", "instances", "node", "plan");

  private RouterSettings() {}

  /** For requests. */
  static RouterConfig of(FastPathConfig config) {
    return of(config, config.database().poolSize(), config.timing().requestDeadline());
  }

  /** For one command that reads much. */
  static RouterConfig forLongReads(FastPathConfig config) {
    return of(config, 1, LONG_READ);
  }

  private static RouterConfig of(FastPathConfig config, int poolSize, Duration longestStatement) {
    FastPathConfig.Database database = config.database();
    RouterConfig.Pool pool =
        new RouterConfig.Pool(
            poolSize,
            poolSize,
            database.borrowTimeout(),
            VALIDATION_TIMEOUT,
            RouterConfig.Pool.DEFAULT.maxLifetime());
    String url = bounded(database.jdbcUrl(), config.timing().lockWait(), longestStatement);
    RouterConfig.Credentials login =
        new RouterConfig.Credentials(database.user(), database.password());
    RouterConfig nodes = nodes(url, login).withPool(pool);
    return nodes.settings().containsKey(BUDGET_FLOOR)
        ? nodes
        : nodes.withSetting(BUDGET_FLOOR, DEFAULT_BUDGET_FLOOR);
  }

  /** One node, or those of a URL of several hosts; with what such a URL sets for the router. */
  private static RouterConfig nodes(String url, RouterConfig.Credentials login) {
    if (!url.startsWith("jdbc:matapalo:")) {
      return RouterConfig.ofOneNode(url, login);
    }
    RouterUrl routed = RouterUrl.parse(url);
    Map<String, String> settings = routed.settings();
    boolean severalNodes =
        routed.hasSeveralHosts()
            || settings.containsKey("topology")
            || settings.containsKey("nodes");
    if (!severalNodes) {
      return RouterConfig.ofOneNode(routed.unrouted(), login).withSettings(unplaced(settings));
    }
    return RouterConfig.of(
            TopologyKind.parse(settings.getOrDefault("topology", "")),
            NodeList.of(routed, settings),
            settings.getOrDefault("instance", ""),
            login)
        .withSettings(settings);
  }

  /** The settings without those of placement: one host leaves no choice, as in the driver. */
  private static Map<String, String> unplaced(Map<String, String> settings) {
    Map<String, String> unplaced = new HashMap<>(settings);
    unplaced.keySet().removeAll(PLACEMENT);
    return unplaced;
  }

  /** Adds the waits that a driver leaves without end, unless the URL says otherwise. */
  private static String bounded(String url, Duration longestLockWait, Duration longestStatement) {
    String lockWait = "sessionVariables=innodb_lock_wait_timeout=" + longestLockWait.toSeconds();
    String bounded = withDefault(url, "sessionVariables=", lockWait);
    long socketMillis = longestStatement.toMillis();
    bounded = withDefault(bounded, "socketTimeout=", "socketTimeout=" + socketMillis);
    return quick(withDefault(bounded, "connectTimeout=", "connectTimeout=2000"));
  }

  /**
   * Adds what spares MySQL Connector/J work at each statement: it keeps the texts that it has taken
   * apart, and reads an answer by one call of the system, where it would ask how much has come,
   * read the packet's length, ask again and read the rest.
   */
  private static String quick(String url) {
    if (!url.contains("jdbc:mysql:") && !url.contains(":matapalo:mysql:")) {
      return url;
    }
    String quick = url;
    for (String setting : CONNECTOR_J) {
      quick = withDefault(quick, setting.substring(0, setting.indexOf('=') + 1), setting);
    }
    return quick;
  }

  private static String withDefault(String url, String key, String setting) {
    if (url.contains(key)) {
      return url;
    }
    return url + (url.contains("?") ? "&" : "?") + setting;
  }
}
