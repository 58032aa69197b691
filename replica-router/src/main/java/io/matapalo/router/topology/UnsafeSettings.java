package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds what in a JDBC URL would undo the router's promises, with the reason. Pure. Which host is
 * used and when a statement may be repeated is the router's to decide, and a driver that decides so
 * by itself does it behind the router's back.
 */
public final class UnsafeSettings {

  private static final Pattern DRIVER_ROUTING =
      Pattern.compile(
          "^jdbc:(?:matapalo:)?(?:mysql|mariadb)(?:\\+srv)?:"
              + "(loadbalance|replication|sequential|load-balance-read)?:?.*",
          Pattern.CASE_INSENSITIVE);

  private static final String FRESH_SESSION =
      "it carries on in a fresh session, so half of a transaction is lost without an error";
  private static final String NO_PRIMARY =
      "it opens connections that have no primary, and whose writes then fail";

  /** Connector/J's; the other driver knows none of them. */
  private static final Map<String, String> NEVER_TRUE_OF_MYSQL =
      Map.of(
          "autoreconnect", FRESH_SESSION,
          "autoreconnectforpools", FRESH_SESSION,
          "allowsourcedownconnections", NO_PRIMARY,
          "allowmasterdownconnections", NO_PRIMARY);

  /** MariaDB Connector/J's. */
  private static final Map<String, String> NEVER_TRUE_OF_MARIADB =
      Map.of(
          "transactionreplay",
          "it repeats statements without comparing their answers and so loses updates");

  private UnsafeSettings() {}

  /** One sentence for each unsafe setting of {@code node}, which is one of {@code nodes} nodes. */
  public static List<String> of(Node node, int nodes) {
    return of(node, Map.of(), nodes);
  }

  /** The same, with what the driver gets beside the URL; keys in lower case. */
  public static List<String> of(Node node, Map<String, String> beside, int nodes) {
    List<String> reasons = new ArrayList<>();
    String url = node.jdbcUrl();
    addUnlessEmpty(driverRouting(url), node, reasons);
    addUnlessEmpty(hosts(url), node, reasons);
    Map<String, String> properties = new TreeMap<>(beside);
    properties.putAll(DriverUrl.properties(url));
    boolean isMySql = RouterUrl.unprefixed(url).startsWith("jdbc:mysql");
    (isMySql ? NEVER_TRUE_OF_MYSQL : NEVER_TRUE_OF_MARIADB)
        .forEach((key, reason) -> {
          if (isTrue(properties, key)) {
            reasons.add("node " + node.name() + ": " + key + "=true is unsafe: " + reason);
          }
        });
    if (isMySql && nodes > 1 && isTrue(properties, "useserverprepstmts")) {
      reasons.add(
          ("node %s: useServerPrepStmts=true is unsafe with several nodes: after a "
                  + "conflict Connector/J may go on in another transaction without an error")
              .formatted(node.name()));
    }
    return List.copyOf(reasons);
  }

  private static String driverRouting(String url) {
    var matcher = DRIVER_ROUTING.matcher(url);
    if (matcher.matches() && matcher.group(1) != null) {
      return matcher.group(1) + ": in the URL lets the driver choose hosts; that is the router's";
    }
    return url.toLowerCase(Locale.ROOT).contains("+srv:")
        ? "+srv: in the URL lets DNS choose hosts; that is the router's"
        : "";
  }

  private static String hosts(String url) {
    int from = url.indexOf("//");
    if (from < 0) {
      return "";
    }
    String rest = url.substring(from + 2);
    int end = rest.indexOf('/');
    String authority = end < 0 ? rest : rest.substring(0, end);
    boolean several = authority.contains(",") || authority.contains("(");
    return several ? "the URL must name one host as host:port; each host is a node" : "";
  }

  private static void addUnlessEmpty(String reason, Node node, List<String> reasons) {
    if (!reason.isEmpty()) {
      reasons.add("node " + node.name() + ": " + reason);
    }
  }

  private static boolean isTrue(Map<String, String> properties, String key) {
    String value = properties.getOrDefault(key, "false").toLowerCase(Locale.ROOT);
    return value.equals("true") || value.equals("yes") || value.equals("1");
  }
}
