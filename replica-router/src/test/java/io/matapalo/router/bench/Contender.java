package io.matapalo.router.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.freshness.MarkScope;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What is compared: each lends connections to a primary with a replica, or to the primary alone.
 */
enum Contender {
  HIKARI("HikariCP 7, Connector/J", Path.WRITE),
  LOADBALANCE("HikariCP, Connector/J loadbalance:", Path.WRITE),
  REPLICATION("HikariCP, Connector/J replication:", Path.WRITE),
  MARIADB("HikariCP, MariaDB Connector/J", Path.WRITE),
  MARIADB_REPLICATION("HikariCP, MariaDB Connector/J replication", Path.WRITE),
  AWS("HikariCP, AWS wrapper, its default plugins", Path.WRITE),
  AWS_SPLITTING("HikariCP, AWS wrapper, read/write splitting", Path.WRITE),
  DRIVER("HikariCP, jdbc:matapalo:, recorder off", Path.WRITE),
  DRIVER_RECORDED("HikariCP, jdbc:matapalo:, recorder on", Path.WRITE),
  ROUTER("ReplicaRouter, recorder off", Path.WRITE),
  ROUTER_RECORDED("ReplicaRouter, recorder on", Path.WRITE),
  HIKARI_READ("read-only: HikariCP, Connector/J, told at each borrow", Path.READ),
  REPLICATION_READ("read-only: Connector/J replication:", Path.READ),
  ROUTER_READ("read-only: ReplicaRouter, recorder off", Path.READ),
  ROUTER_MARKED("read-only: the same, with a mark to keep", Path.MARKED),
  WIRE_HIKARI("in memory: HikariCP, Connector/J", Path.WIRE),
  WIRE_RECORDED("in memory: jdbc:matapalo:, recorder on", Path.WIRE),
  WIRE_UNRECORDED("in memory: jdbc:matapalo:, recorder off", Path.WIRE),
  WIRE_LOADBALANCE("in memory: Connector/J loadbalance:", Path.WIRE),
  WIRE_REPLICATION("in memory: Connector/J replication:", Path.WIRE),
  WIRE_AWS("in memory: AWS wrapper, its default plugins", Path.WIRE),
  WIRE_MARIADB("in memory: HikariCP, MariaDB Connector/J", Path.WIRE),
  WIRE_MARIADB_RECORDED("in memory: jdbc:matapalo:mariadb:, recorder on", Path.WIRE),
  WIRE_MARIADB_REPLICATION("in memory: MariaDB Connector/J replication:", Path.WIRE),
  MEMORY_HIKARI("no server: HikariCP", Path.MEMORY),
  MEMORY_RECORDED("no server: HikariCP over recorded connections", Path.MEMORY),
  MEMORY_ROUTED("no server: routed connection over HikariCP", Path.MEMORY);

  /** What is done with a connection. */
  enum Path {
    WRITE,
    READ,
    MARKED,
    /** Drivers over {@link MemorySocket}. */
    WIRE,
    /** Pools over connections that answer at once. */
    MEMORY;

    boolean needsServers() {
      return this != WIRE && this != MEMORY;
    }
  }

  private static final int POOL = 4;

  /** Marks have to be signed by something. */
  private static final String SECRET = "of-this-benchmark-and-nothing-else";

  private final String title;
  private final Path path;

  Contender(String title, Path path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  Path path() {
    return path;
  }

  /** Does each borrower say that it only reads, or was the pool told once? */
  boolean isToldAtEachBorrow() {
    return this == HIKARI_READ || this == ROUTER_READ || this == ROUTER_MARKED;
  }

  /** Opened, with what it needs to be closed. */
  record Opened(DataSource source, Optional<ReplicaRouter> router, AutoCloseable closing) {}

  /** {@code settings}: more settings of the router, for ours. */
  Opened open(BenchServers servers, Map<String, String> settings) throws SQLException {
    return switch (this) {
      case HIKARI, HIKARI_READ -> pool(servers, servers.onePrimary("jdbc:mysql:"));
      case LOADBALANCE -> pool(servers, servers.both("jdbc:mysql:loadbalance:"));
      case REPLICATION, REPLICATION_READ -> pool(servers, servers.both("jdbc:mysql:replication:"));
      case MARIADB -> pool(servers, servers.onePrimary("jdbc:mariadb:"));
      case MARIADB_REPLICATION -> pool(servers, servers.both("jdbc:mariadb:replication:"));
      case AWS -> pool(servers, servers.onePrimary("jdbc:aws-wrapper:mysql:"));
      case AWS_SPLITTING -> pool(servers, splitting(servers));
      case DRIVER -> pool(servers, driver(servers, "off", settings));
      case DRIVER_RECORDED -> pool(servers, driver(servers, "on", settings));
      case ROUTER, ROUTER_READ, ROUTER_MARKED -> router(servers, "off", settings);
      case ROUTER_RECORDED -> router(servers, "on", settings);
      case WIRE_HIKARI,
          WIRE_RECORDED,
          WIRE_UNRECORDED,
          WIRE_LOADBALANCE,
          WIRE_REPLICATION,
          WIRE_AWS ->
          pool(wire(MemorySocket.OfConnectorJ.class), "bench", "");
      case WIRE_MARIADB, WIRE_MARIADB_RECORDED, WIRE_MARIADB_REPLICATION ->
          pool(wire(MemorySocket.OfMariaDb.class), "bench", "");
      case MEMORY_HIKARI -> InstantPool.plain();
      case MEMORY_RECORDED -> InstantPool.recorded();
      case MEMORY_ROUTED -> InstantPool.routed();
    };
  }

  /** Nobody listens at the port: the socket never leaves the JVM. */
  private String wire(Class<?> sockets) {
    String hosts =
        switch (this) {
          case WIRE_LOADBALANCE -> "mysql:loadbalance://127.0.0.1:1,127.0.0.1:2";
          case WIRE_REPLICATION -> "mysql:replication://127.0.0.1:1,127.0.0.1:2";
          case WIRE_AWS -> "aws-wrapper:mysql://127.0.0.1:1";
          case WIRE_RECORDED, WIRE_UNRECORDED -> "matapalo:mysql://127.0.0.1:1";
          case WIRE_MARIADB -> "mariadb://127.0.0.1:1";
          case WIRE_MARIADB_RECORDED -> "matapalo:mariadb://127.0.0.1:1";
          case WIRE_MARIADB_REPLICATION -> "mariadb:replication://127.0.0.1:1,127.0.0.1:2";
          default -> "mysql://127.0.0.1:1";
        };
    String recorder = this == WIRE_UNRECORDED ? "&matapalo.recorder=off" : "";
    return "jdbc:" + hosts + "/shop?sslMode=DISABLED&socketFactory=" + sockets.getName() + recorder;
  }

  private static String splitting(BenchServers servers) {
    return servers.onePrimary("jdbc:aws-wrapper:mysql:")
        + "&wrapperPlugins=srw&srwWriteEndpoint=127.0.0.1:"
        + servers.primary()
        + "&srwReadEndpoint=127.0.0.1:"
        + servers.replica()
        + "&verifyNewSrwConnections=false";
  }

  private static String driver(
      BenchServers servers, String recorder, Map<String, String> settings) {
    StringBuilder url = new StringBuilder(servers.both("jdbc:matapalo:mysql:"));
    url.append("&matapalo.topology=primary-replica&matapalo.instance=vm1");
    url.append("&matapalo.node-names=p,r&matapalo.node=r&matapalo.recorder=").append(recorder);
    settings.forEach(
        (key, value) -> url.append("&matapalo.").append(key).append('=').append(value));
    return url.toString();
  }

  private Opened pool(BenchServers servers, String url) {
    return pool(url, servers.user(), servers.password());
  }

  private Opened pool(String url, String user, String password) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(url);
    hikari.setUsername(user);
    hikari.setPassword(password);
    hikari.setMaximumPoolSize(POOL);
    hikari.setReadOnly(this == REPLICATION_READ);
    HikariDataSource pool = new HikariDataSource(hikari);
    return new Opened(pool, Optional.empty(), pool);
  }

  private static Opened router(
      BenchServers servers, String recorder, Map<String, String> settings) {
    List<Node> nodes =
        List.of(
            Node.of("p", servers.onePrimary("jdbc:mysql:")),
            Node.of(
                "r", "jdbc:mysql://127.0.0.1:" + servers.replica() + "/shop?" + servers.tail()));
    RouterConfig config =
        RouterConfig.of(
                TopologyKind.PRIMARY_REPLICA,
                nodes,
                "vm1",
                new RouterConfig.Credentials(servers.user(), servers.password()))
            .withPool(RouterConfig.Pool.ofSize(POOL))
            .withSettings(settings)
            .withSetting("node", "r")
            .withSetting("marks.secret", SECRET)
            .withSetting("recorder", recorder);
    ReplicaRouter router = ReplicaRouter.create(config);
    return new Opened(router.dataSource(), Optional.of(router), router);
  }

  /** A mark of something that was just written, for a unit of work to keep. */
  static Optional<String> mark(ReplicaRouter router) throws SQLException {
    try (MarkScope scope = router.marks().open(Optional.empty());
        Connection connection = router.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement("update item set name = concat(name, 'x') where id = 2")) {
      statement.executeUpdate();
      return scope.text();
    }
  }
}
