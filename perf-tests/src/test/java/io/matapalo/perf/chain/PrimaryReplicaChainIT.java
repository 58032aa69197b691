package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.launcher.servers.DatabaseTopology;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both sides on a primary with two replicas, by their data source URL alone: Turnstile declares
 * nothing, so all of it runs on the primary, wherever its instance is placed.
 */
@Tag("deep")
class PrimaryReplicaChainIT {
  private static Chain chain;

  @BeforeAll
  static void start() {
    chain = Chain.start(DatabaseTopology.PRIMARY_REPLICA);
  }

  @AfterAll
  static void stop() {
    if (chain != null) {
      chain.close();
    }
  }

  private static long number(int node, String sql, int column) throws SQLException {
    try (Connection connection = chain.database(node);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(column);
    }
  }

  @Test
  void bothSidesSellOnThePrimaryAndReadWhatTheySold() throws Exception {
    long before = number(0, "show global status like 'Handler_commit'", 2);
    for (int i = 0; i < 5; i++) {
      Answer legacy = chain.postToLegacy(aPurchase().envelope());
      assertThat(legacy.status()).as(legacy.body()).isEqualTo(200);
      Answer fast = chain.postToFastPath(aPurchase().envelope());
      assertThat(fast.status()).as(fast.body()).isEqualTo(200);

      String sold = legacy.orderReference();
      assertThat(chain.postToLegacy(Purchase.getOrder(sold)).orderReference()).isEqualTo(sold);
      assertThat(chain.postToFastPath(Purchase.getOrder(sold)).orderReference()).isEqualTo(sold);
    }

    assertThat(number(0, "show global status like 'Handler_commit'", 2)).isGreaterThan(before);
    assertThat(number(0, "select count(*) from orders where status = 'PAID'", 1)).isEqualTo(10);
    for (int replica = 1; replica < 3; replica++) {
      assertThat(number(replica, "select @@global.read_only", 1)).isOne();
    }
  }
}
