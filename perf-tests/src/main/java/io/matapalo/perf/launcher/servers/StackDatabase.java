package io.matapalo.perf.launcher.servers;

import io.matapalo.perf.launcher.stack.Placeholders;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.DelayRelay;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The database servers of a stack, a relay before each where there is a network. The first one
 * takes the schema and the data. Confined to the thread that starts and ends the stack.
 */
final class StackDatabase implements AutoCloseable {
  private static final String SCHEME = "jdbc:";
  private static final String BUFFER_POOL = "--innodb-buffer-pool-size=128M";

  // Nothing else is set, so that a stack shows what the router does by default.
  private static final String SETTINGS = "&matapalo.node-names=a,b,c";

  private final List<MariaDb> servers;
  private final String kind;
  private final Runnable end;
  private final List<DelayRelay> relays = new ArrayList<>();

  private StackDatabase(List<MariaDb> servers, String kind, Runnable end) {
    this.servers = List.copyOf(servers);
    this.kind = kind;
    this.end = end;
  }

  /** Starts them, with an empty database of that name on each. */
  static StackDatabase start(DatabaseTopology topology, ServerConfig config, String database) {
    return switch (topology) {
      case SINGLE -> single(MariaDb.start(config), database);
      case PRIMARY_REPLICA -> {
        ReplicaSet set = ReplicaSet.start(config.withOptions(BUFFER_POOL), 2);
        yield several(set, set.nodes(), database);
      }
      case GALERA -> {
        Galera cluster = Galera.start(config.withOptions(BUFFER_POOL), 3);
        yield several(cluster, cluster.nodes(), database);
      }
    };
  }

  private static StackDatabase single(MariaDb server, String database) {
    try {
      server.createDatabase(database);
      return new StackDatabase(List.of(server), "", server::close);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static StackDatabase several(
      Topology topology, List<MariaDbNode> nodes, String database) {
    try {
      topology.createDatabase(database);
      return new StackDatabase(
          nodes.stream().map(MariaDbNode::server).toList(), topology.kind(), topology::close);
    } catch (RuntimeException e) {
      topology.close();
      throw e;
    }
  }

  void behind(DatabaseNetwork network) {
    for (MariaDb server : servers) {
      DelayRelay relay = DelayRelay.toPort(server.port());
      relays.add(relay);
      relay.roundTrip(network.roundTrip());
    }
  }

  void describe(String database, DatabaseTopology topology, Placeholders values) {
    MariaDb first = servers.getFirst();
    String origin = first.origin();
    values.put("mariadb.user", first.user());
    values.put("mariadb.password", first.password());
    values.put("mariadb.origin", kind.isEmpty() ? origin : origin + ", " + topology.label());
    values.put("mariadb.direct-port", Integer.toString(first.port()));
    values.put("mariadb.port", Integer.toString(port(0)));
    values.put("mariadb.addresses", addresses());
    String url = first.jdbcUrl(database, port(0));
    values.put("mariadb.url", url);
    String rest = url.substring(SCHEME.length());
    values.put(
        "mariadb.rest",
        kind.isEmpty()
            ? rest
            : rest.replace("127.0.0.1:" + port(0), addresses())
                + SETTINGS
                + "&matapalo.topology="
                + kind);
  }

  private String addresses() {
    return IntStream.range(0, servers.size())
        .mapToObj(index -> "127.0.0.1:" + port(index))
        .collect(Collectors.joining(","));
  }

  private int port(int index) {
    return relays.isEmpty() ? servers.get(index).port() : relays.get(index).port();
  }

  @Override
  public void close() {
    relays.forEach(DelayRelay::close);
    end.run();
  }
}
