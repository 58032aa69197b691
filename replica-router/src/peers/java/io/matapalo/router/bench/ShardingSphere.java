package io.matapalo.router.bench;

import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/** ShardingSphere-JDBC as a router of reads and writes alone. Stateless. */
final class ShardingSphere {

  private ShardingSphere() {}

  static DataSource over(ReplicaSet set) throws SQLException, IOException {
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
}
