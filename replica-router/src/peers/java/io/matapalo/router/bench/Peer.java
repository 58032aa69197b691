package io.matapalo.router.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.testkit.topology.ReplicaSet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A router of reads and writes over a primary and two replicas, with its defaults. */
enum Peer {
  PRIMARY_ALONE("no router: HikariCP, Connector/J, the primary alone"),
  MATAPALO("`jdbc:matapalo:` over Connector/J"),
  UNMARKED("the same with `marks=off`"),
  MATAPALO_MARIADB("`jdbc:matapalo:` over MariaDB Connector/J"),
  UNMARKED_MARIADB("the same with `marks=off`"),
  CONNECTOR_J("Connector/J `replication:`"),
  MARIADB("MariaDB Connector/J `replication:`"),
  AWS("AWS wrapper, `srw`, one reader endpoint"),
  SHARDING_SPHERE("ShardingSphere-JDBC, readwrite-splitting");

  private static final int POOL = 4;

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A source of connections, to be closed. */
  DataSource open(ReplicaSet set) throws SQLException, IOException {
    return switch (this) {
      case PRIMARY_ALONE -> pool(set, set.primary().jdbcUrl("shop"));
      case MATAPALO -> pool(set, ours(set, "mysql"));
      case UNMARKED -> pool(set, ours(set, "mysql") + "&matapalo.marks=off");
      case MATAPALO_MARIADB -> pool(set, ours(set, "mariadb"));
      case UNMARKED_MARIADB -> pool(set, ours(set, "mariadb") + "&matapalo.marks=off");
      case CONNECTOR_J -> pool(set, hosts(set, "jdbc:mysql:replication:"));
      case MARIADB -> pool(set, hosts(set, "jdbc:mariadb:replication:"));
      case AWS -> pool(set, splitting(set));
      case SHARDING_SPHERE -> ShardingSphere.over(set);
    };
  }

  private static HikariDataSource pool(ReplicaSet set, String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(set.user());
    config.setPassword(set.password());
    config.setMaximumPoolSize(POOL);
    return new HikariDataSource(config);
  }

  private static String ours(ReplicaSet set, String driver) {
    return hosts(set, "jdbc:matapalo:" + driver + ":")
        + "&matapalo.topology=primary-replica&matapalo.instance=vm1&matapalo.node=b"
        + "&matapalo.node-names=a,b,c";
  }

  private static String splitting(ReplicaSet set) {
    return "%s&wrapperPlugins=srw&srwWriteEndpoint=127.0.0.1:%d&srwReadEndpoint=127.0.0.1:%d"
            .formatted(
                set.primary().jdbcUrl("shop").replace("jdbc:", "jdbc:aws-wrapper:"),
                set.primary().port(),
                set.replicas().getFirst().port())
        + "&verifyNewSrwConnections=false";
  }

  /** {@code scheme//primary,replica,replica/shop?…}. */
  private static String hosts(ReplicaSet set, String scheme) {
    String url = set.primary().jdbcUrl("shop");
    return set.nodes().stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", scheme + "//", "/shop" + url.substring(url.indexOf('?'))));
  }
}
