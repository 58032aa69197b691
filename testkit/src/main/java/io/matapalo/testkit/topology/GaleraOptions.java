package io.matapalo.testkit.topology;

import io.matapalo.testkit.mariadb.GaleraData;
import io.matapalo.testkit.server.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a server one node of one cluster. Immutable.
 *
 * @param group addresses of all nodes in the group's network
 * @param options of the command line
 */
record GaleraOptions(GaleraData data, List<String> group, List<String> options) {
  private static final int PORTS = 3;

  // One for all nodes, so that a transaction has the same GTID everywhere.
  private static final int DOMAIN = 77;

  /** One for each node, each with three ports: of the group, of the write sets, of a transfer. */
  static List<GaleraOptions> forNodes(int nodes, GaleraData data, List<Integer> ports) {
    List<String> group = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      group.add("127.0.0.1:" + ports.get(i * PORTS));
    }
    List<GaleraOptions> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      List<String> options = new ArrayList<>(shared(data));
      // Another cluster that finds a port of ours must not be taken for it.
      options.add("--wsrep-cluster-name=testkit-" + ports.getFirst());
      options.add("--wsrep-cluster-address=gcomm://" + String.join(",", group));
      options.add("--wsrep-node-name=" + Members.name(i));
      options.add("--gtid-domain-id=" + (i + 1));
      options.addAll(addresses(ports.subList(i * PORTS, (i + 1) * PORTS)));
      all.add(new GaleraOptions(data, List.copyOf(group), List.copyOf(options)));
    }
    return all;
  }

  private static List<String> shared(GaleraData data) {
    return List.of(
        "--wsrep-on=ON",
        "--wsrep-provider=" + data.provider(),
        // The plugin of MariaDB 11 lets nobody change the provider's options while a node runs.
        "--loose-plugin-wsrep-provider=OFF",
        "--wsrep-sst-method=seed",
        "--wsrep-gtid-mode=ON",
        "--wsrep-gtid-domain-id=" + DOMAIN,
        "--server-id=" + DOMAIN,
        // A node repeats no autocommit statement that lost a conflict, so that each one is seen.
        "--wsrep-retry-autocommit=0",
        "--innodb-autoinc-lock-mode=2",
        "--innodb-flush-log-at-trx-commit=2",
        "--sync-binlog=0");
  }

  private static List<String> addresses(List<Integer> ports) {
    return List.of(
        "--wsrep-node-address=127.0.0.1:" + ports.get(0),
        "--wsrep-sst-receive-address=127.0.0.1:" + ports.get(2),
        "--wsrep-provider-options="
            + String.join(
                ";",
                "gmcast.listen_addr=tcp://127.0.0.1:" + ports.get(0),
                "ist.recv_addr=127.0.0.1:" + ports.get(1),
                "gcache.size=64M",
                "pc.recovery=false",
                // So long a silent node is waited for until the others go on without it.
                "evs.suspect_timeout=PT1S",
                "evs.inactive_timeout=PT3S",
                "evs.keepalive_period=PT0.3S",
                "evs.inactive_check_period=PT0.2S",
                "evs.join_retrans_period=PT0.3S",
                // How long a node that was left is not listened to; 5 s would make each heal as
                // long.
                "gmcast.time_wait=PT1S"));
  }

  /**
   * What differs when the cluster begins: the first node makes it, the others look only for those
   * that are there already.
   */
  String firstStart(int index) {
    return index == 0
        ? "--wsrep-new-cluster"
        : "--wsrep-cluster-address=gcomm://" + String.join(",", group.subList(0, index));
  }

  ServerConfig applied(ServerConfig server, String name) {
    return server
        .withFolder(server.folder().resolve(name))
        .withSource(data.source())
        .withDefaults(options);
  }
}
