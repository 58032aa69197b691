package io.matapalo.router;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a {@link ReplicaRouter}. Immutable.
 *
 * @param kind how the nodes relate; {@code single} has one node
 * @param nodes the database nodes, each with its own single-host URL; at least one
 * @param instance this instance's name, which decides its node; not blank
 * @param credentials who connects
 * @param pool sizes and times of each node's pool
 * @param settings those of the router's parts, by the keys of {@code docs/replica-router.md}
 *     without their prefix, such as {@code health.interval}; default none
 */
public record RouterConfig(
    TopologyKind kind,
    List<Node> nodes,
    String instance,
    Credentials credentials,
    Pool pool,
    Map<String, String> settings) {

  public RouterConfig {
    nodes = List.copyOf(nodes);
    settings = Map.copyOf(settings);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("nodes must name at least one node");
    }
    if (kind == TopologyKind.SINGLE && nodes.size() > 1) {
      throw new IllegalArgumentException(
          "topology must be primary-replica or multi-primary for several nodes, was single");
    }
    if (instance.isBlank()) {
      throw new IllegalArgumentException("instance must not be blank");
    }
    Node.requireDifferent(nodes);
  }

  /** One node, default pool, nothing else set. */
  public static RouterConfig ofOneNode(String jdbcUrl, Credentials credentials) {
    return new RouterConfig(
        TopologyKind.SINGLE,
        List.of(Node.of("node-1", jdbcUrl)),
        "instance-1",
        credentials,
        Pool.DEFAULT,
        Map.of());
  }

  /** Several nodes, default pools, nothing else set. */
  public static RouterConfig of(
      TopologyKind kind, List<Node> nodes, String instance, Credentials credentials) {
    return new RouterConfig(kind, nodes, instance, credentials, Pool.DEFAULT, Map.of());
  }

  /** The same with other pools. */
  public RouterConfig withPool(Pool changed) {
    return new RouterConfig(kind, nodes, instance, credentials, changed, settings);
  }

  /** The same with one setting more, or changed. */
  public RouterConfig withSetting(String key, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(key, value);
    return withSettings(changed);
  }

  /** The same with these settings and no others. */
  public RouterConfig withSettings(Map<String, String> changed) {
    return new RouterConfig(kind, nodes, instance, credentials, pool, changed);
  }

  /** The same with the node named outright, whatever placement says. */
  public RouterConfig withNodeOverride(String nodeName) {
    return withSetting("node", nodeName);
  }

  /** Everything but the settings: they may carry a secret. */
  @Override
  public String toString() {
    return "RouterConfig[kind=%s, nodes=%s, instance=%s, credentials=%s, pool=%s]"
        .formatted(kind.setting(), nodes, instance, credentials, pool);
  }

  /** User and password; the password is in no text form. */
  public record Credentials(String user, String password) {

    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=…]";
    }
  }

  /**
   * A node's pool.
   *
   * @param size connections at most; default 16
   * @param minIdle connections kept when nothing is asked; 0 to size; default 4
   * @param borrowTimeout how long a caller waits for one; at least 250 ms; default 2 s
   * @param validationTimeout how long a check of an idle one may take; at least 250 ms and below
   *     the borrow timeout; default 1 s
   * @param maxLifetime after which one is replaced; at least 30 s; default 25 min; keep it below
   *     the server's and any firewall's limit
   */
  public record Pool(
      int size,
      int minIdle,
      Duration borrowTimeout,
      Duration validationTimeout,
      Duration maxLifetime) {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);

    /** The defaults. */
    public static final Pool DEFAULT =
        new Pool(16, 4, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMinutes(25));

    public Pool {
      requireThat(size >= 1, "pool size must be at least 1", size);
      requireThat(minIdle >= 0 && minIdle <= size, "min-idle must be 0 to size", minIdle);
      requireThat(
          borrowTimeout.compareTo(SHORTEST_WAIT) >= 0,
          "borrow-timeout must be at least 250 ms",
          borrowTimeout);
      requireThat(
          validationTimeout.compareTo(SHORTEST_WAIT) >= 0
              && validationTimeout.compareTo(borrowTimeout) <= 0,
          "validation-timeout must be 250 ms to borrow-timeout",
          validationTimeout);
      requireThat(
          maxLifetime.compareTo(SHORTEST_LIFE) >= 0,
          "max-lifetime must be at least 30 s",
          maxLifetime);
    }

    /** The defaults with another size, all of it kept open. */
    public static Pool ofSize(int size) {
      return new Pool(
          size, size, DEFAULT.borrowTimeout, DEFAULT.validationTimeout, DEFAULT.maxLifetime);
    }

    private static void requireThat(boolean holds, String rule, Object value) {
      if (!holds) {
        throw new IllegalArgumentException(rule + ", was " + value);
      }
    }
  }
}
