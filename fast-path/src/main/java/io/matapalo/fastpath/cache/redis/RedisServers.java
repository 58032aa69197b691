package io.matapalo.fastpath.cache.redis;

import java.util.List;
import java.util.Optional;

/** The servers that make one Redis. Immutable; no text of it has a password. */
public sealed interface RedisServers {

  /** One server. */
  record Single(RedisAddress address) implements RedisServers {

    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * A primary with replicas, of which sentinels tell the primary's address.
   *
   * @param sentinels at least one; the login of the first is the sentinels' login
   * @param primary the name under which sentinels know it
   * @param login of primary and replicas
   */
  record Sentinel(List<RedisAddress> sentinels, String primary, Login login)
      implements RedisServers {

    public Sentinel {
      sentinels = atLeastOne(sentinels);
    }

    @Override
    public String toString() {
      return "sentinels " + sentinels + " of " + primary;
    }
  }

  /**
   * A Redis Cluster.
   *
   * @param nodes at least one that can be asked for the others
   * @param login of all nodes
   */
  record Cluster(List<RedisAddress> nodes, Login login) implements RedisServers {

    public Cluster {
      nodes = atLeastOne(nodes);
    }

    @Override
    public String toString() {
      return "cluster " + nodes;
    }
  }

  /**
   * As whom to log in. Its text has neither.
   *
   * @param user empty: Redis' default user
   * @param password empty: none is sent
   */
  record Login(Optional<String> user, Optional<String> password) {

    /** Nobody. */
    public static final Login NONE = new Login(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
      return "login";
    }
  }

  private static List<RedisAddress> atLeastOne(List<RedisAddress> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("Redis must have at least one address, had none");
    }
    return List.copyOf(addresses);
  }
}
