package io.matapalo.router.pinning;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.cluster.Routes;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which refusals a pool should try again: not those that only the owner of the set-up can mend. */
final class NoNodeTest {

  private final SQLException gone =
      new SQLNonTransientConnectionException("connection refused", "08000", -1);

  static Stream<SQLException> errorsOfTheSetUp() {
    return Stream.of(
        new SQLInvalidAuthorizationSpecException("access denied", "28000", 1045),
        new SQLException("unknown database", "42000", 1049),
        new SQLNonTransientException("no such value of a setting", "01S00", 7),
        new SQLException(
            "no link", "08001", 3, new IllegalStateException(new UnknownHostException("h"))));
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheSetUp")
  void isFinalWithTheDriversTextCodeAndCauseWhereEachNodeFailsByItsSetUp(SQLException failure) {
    SQLException refusal = refusal(Map.of("a", failure, "b", failure));

    assertThat((Throwable) refusal)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessageContaining(failure.getMessage())
        .hasCause(failure);
    assertThat(refusal.getErrorCode()).isEqualTo(failure.getErrorCode());
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheSetUp")
  void isTransientWhereOneNodeMayComeBack(SQLException failure) {
    for (Map<String, SQLException> failures :
        List.of(Map.of("a", failure, "b", gone), Map.of("a", failure))) {
      SQLException refusal = refusal(failures);

      assertThat((Throwable) refusal).isInstanceOf(SQLTransientConnectionException.class);
      assertThat(refusal.getErrorCode()).isZero();
    }
  }

  @Test
  void hasWhatThisSearchMetAsItsCause() {
    SQLException met = new SQLException("met", "08S01");

    assertThat((Throwable) noNode(Map.of("a", gone)).because(met)).hasCause(met);
  }

  private static SQLException refusal(Map<String, SQLException> failures) {
    return noNode(failures).because(null);
  }

  private static NoNode noNode(Map<String, SQLException> failures) {
    return new NoNode(new FailingRoutes(failures), Intent.WRITE, Map.of());
  }

  /** Two nodes, of which those with a failure could not be connected to. */
  private record FailingRoutes(Map<String, SQLException> failures) implements Routes {

    @Override
    public List<Node> candidates(Intent intent) {
      return List.of();
    }

    @Override
    public ClusterView view() {
      return new ClusterView(
          TopologyKind.PRIMARY_REPLICA, Engine.MYSQL, List.of(lost("a"), lost("b")), 1);
    }

    private static NodeStatus lost(String name) {
      Node node = Node.of(name, "jdbc:mysql://" + name + "/x");
      return new NodeStatus(node, false, Role.UNKNOWN, "does not answer", "", 0, "");
    }

    @Override
    public Optional<SQLException> failure(Node node) {
      return Optional.ofNullable(failures.get(node.name()));
    }

    @Override
    public void suspect(Node node, String reason) {}
  }
}
