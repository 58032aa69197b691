package io.matapalo.router.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/** A router of reads and writes over a primary and two replicas, with its defaults. */
enum Peer {
  PRIMARY_ALONE("no router: HikariCP, Connector/J, the primary alone") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, set.primary().jdbcUrl("shop"));
    }
  },
  MATAPALO("`jdbc:matapalo:` over Connector/J") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:matapalo:mysql:") + OURS);
    }
  },
  UNMARKED("the same with `marks=off`") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:matapalo:mysql:") + OURS + "&matapalo.marks=off");
    }
  },
  MATAPALO_MARIADB("`jdbc:matapalo:` over MariaDB Connector/J") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:matapalo:mariadb:") + OURS);
    }
  },
  UNMARKED_MARIADB("the same with `marks=off`") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:matapalo:mariadb:") + OURS + "&matapalo.marks=off");
    }
  },
  CONNECTOR_J("Connector/J `replication:`") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:mysql:replication:"));
    }
  },
  MARIADB("MariaDB Connector/J `replication:`") {
    @Override
    DataSource open(ReplicaSet set) {
      return pool(set, hosts(set, "jdbc:mariadb:replication:"));
    }
  },
  AWS("AWS wrapper, `srw`, one reader endpoint") {
    @Override
    DataSource open(ReplicaSet set) {
      String url = set.primary().jdbcUrl("shop").replace("jdbc:", "jdbc:aws-wrapper:");
      return pool(
          set,
          "%s&wrapperPlugins=srw&srwWriteEndpoint=127.0.0.1:%d&srwReadEndpoint=127.0.0.1:%d"
                  .formatted(url, set.primary().port(), set.replicas().getFirst().port())
              + "&verifyNewSrwConnections=false");
    }
  },
  SHARDING_SPHERE("ShardingSphere-JDBC, readwrite-splitting") {
    @Override
    DataSource open(ReplicaSet set) throws Exception {
      String sources =
          set.nodes().stream().map(node -> source(set, node)).collect(Collectors.joining());
      String readers =
          set.replicas().stream().map(MariaDbNode::name).collect(Collectors.joining(", "));
      String yaml =
          """
          databaseName: shop
          dataSources:
          %srules:
          - !SINGLE
            tables: ["*.*"]
          - !READWRITE_SPLITTING
            dataSourceGroups:
              group: {writeDataSourceName: %s, readDataSourceNames: [%s]}
          """
              .formatted(sources, set.primary().name(), readers);
      return YamlShardingSphereDataSourceFactory.createDataSource(
          yaml.getBytes(StandardCharsets.UTF_8));
    }
  };

  private static final String OURS =
      "&matapalo.topology=primary-replica&matapalo.instance=vm1&matapalo.node=b"
          + "&matapalo.node-names=a,b,c";

  private static final int POOL = 4;

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A source of connections, to be closed if it can be. */
  abstract DataSource open(ReplicaSet set) throws Exception;

  /** {@code scheme//primary,replica,replica/shop?…}. */
  private static String hosts(ReplicaSet set, String scheme) {
    String url = set.primary().jdbcUrl("shop");
    List<MariaDbNode> nodes = set.nodes();
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", scheme + "//", "/shop" + url.substring(url.indexOf('?'))));
  }

  private static String source(ReplicaSet set, MariaDbNode node) {
    return """
      %s:
        dataSourceClassName: com.zaxxer.hikari.HikariDataSource
        driverClassName: com.mysql.cj.jdbc.Driver
        jdbcUrl: "%s"
        username: "%s"
        password: "%s"
    """
        .formatted(node.name(), node.jdbcUrl("shop"), set.user(), set.password());
  }

  private static HikariDataSource pool(ReplicaSet set, String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(set.user());
    config.setPassword(set.password());
    config.setMaximumPoolSize(POOL);
    return new HikariDataSource(config);
  }
}
