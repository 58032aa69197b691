package io.matapalo.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnsafeSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h:3306/d?autoReconnect=true",
        "jdbc:mysql://h:3306/d?x=1&AUTORECONNECT=TRUE",
        "jdbc:mysql://h/d?autoReconnectForPools=true",
        "jdbc:mariadb://h/d?transactionReplay=true",
        "jdbc:mysql://h/d?allowSourceDownConnections=true",
        "jdbc:mysql:loadbalance://h/d",
        "jdbc:mysql:replication://h/d",
        "jdbc:mariadb:sequential://h/d",
        "jdbc:matapalo:mysql:loadbalance://h/d",
        "jdbc:mysql+srv://h/d",
        "jdbc:mysql://h1,h2/d",
        "jdbc:mysql://address=(host=h)(autoReconnect=true)/d"
      })
  void refusesWhatWouldDecideBehindTheRoutersBack(String url) {
    assertThat(UnsafeSettings.of(Node.of("n1", url), 1))
        .hasSize(1)
        .first()
        .asString()
        .contains("n1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h:3306/d",
        "jdbc:matapalo:mysql://h:3306/d?useServerPrepStmts=true&autoReconnect=false",
        "jdbc:mariadb://h:3306/d?useLocalSessionState=true",
        "jdbc:mariadb://h:3306/d?autoReconnect=true",
        "jdbc:mysql://h:3306/d?transactionReplay=true"
      })
  void acceptsTheRest(String url) {
    assertThat(UnsafeSettings.of(Node.of("n1", url), 1)).isEmpty();
  }

  @Test
  void whatThePoolHandsToTheDriverCountsToo() {
    Node node = Node.of("n1", "jdbc:mysql://h/d");
    assertThat(UnsafeSettings.of(node, Map.of("autoreconnect", "true"), 1)).hasSize(1);
    Node decided = Node.of("n1", "jdbc:mysql://h/d?autoReconnect=false");
    assertThat(UnsafeSettings.of(decided, Map.of("autoreconnect", "true"), 1)).isEmpty();
  }

  @Test
  void refusesServerPreparedStatementsWithSeveralNodes() {
    Node other = Node.of("n2", "jdbc:matapalo:mariadb://h/d?useServerPrepStmts=true");
    assertThat(UnsafeSettings.of(other, 2)).as("a flaw of Connector/J").isEmpty();
    Node node = Node.of("n1", "jdbc:mysql://h/d?useServerPrepStmts=true");
    assertThat(UnsafeSettings.of(node, 2))
        .hasSize(1)
        .first()
        .asString()
        .contains("useServerPrepStmts");
  }
}
