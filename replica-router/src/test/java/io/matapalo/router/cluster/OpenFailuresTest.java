package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.cluster.health.NodeOpener;
import io.matapalo.router.topology.Node;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How long a node's failure is told. */
final class OpenFailuresTest {

  private static final Node A = Node.of("a", "jdbc:mysql://a/x");
  private static final Node B = Node.of("b", "jdbc:mysql://b/x");

  @Test
  void aNodesFailureIsForgottenOnceItOpens() throws SQLException {
    SQLException refused = new SQLException("refused", "08001");
    AtomicBoolean up = new AtomicBoolean();
    OpenFailures failures = new OpenFailures();
    NodeOpener opener =
        failures.watching((node, timeout) -> {
          if (!up.get()) {
            throw refused;
          }
          return none();
        });

    for (Node node : new Node[] {A, B}) {
      assertThatThrownBy(() -> opener.open(node, Duration.ZERO)).isSameAs(refused);
    }
    up.set(true);
    opener.open(A, Duration.ZERO);

    assertThat(failures.of(A)).isEmpty();
    assertThat(failures.of(B)).contains(refused);
  }

  private static Connection none() {
    return (Connection)
        Proxy.newProxyInstance(
            OpenFailuresTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> null);
  }
}
