package io.matapalo.router.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.recorder.jdbc.CountingConnections;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.jdbc.RoutedDataSource;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.link.ReadOnlyOperations;
import io.matapalo.router.pinning.Deadline;
import io.matapalo.router.pinning.Routing;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** HikariCP over connections that answer at once, bare or below routed ones. Stateless. */
final class InstantPool {

  private static final Node NODE = Node.of("a", "jdbc:mysql://a/x");

  private InstantPool() {}

  static Contender.Opened plain() {
    return over(connection());
  }

  /** As {@code jdbc:matapalo:} makes them for one node. */
  static Contender.Opened recorded() {
    return over(CountingConnections.opened(connection(), 0));
  }

  private static Contender.Opened over(Connection connection) {
    HikariDataSource pool = pool(connection);
    return new Contender.Opened(pool, Optional.empty(), pool);
  }

  private static Connection connection() {
    return fake(Connection.class, answers());
  }

  static Contender.Opened routed() {
    HikariDataSource pool = pool(connection());
    Routing routing =
        new Routing(
            new OneNode(),
            new Pooled(pool),
            FreshnessGate.OFF,
            ReadOnlyOperations.NONE,
            new Deadline(Duration.ofSeconds(5), System::nanoTime));
    return new Contender.Opened(new RoutedDataSource(routing), Optional.empty(), pool);
  }

  private static HikariDataSource pool(Connection connection) {
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(fake(DataSource.class, Map.of("getConnection", connection)));
    hikari.setMaximumPoolSize(1);
    return new HikariDataSource(hikari);
  }

  private static Map<String, Object> answers() {
    ResultSet row = fake(ResultSet.class, Map.of("next", true, "getString", "name"));
    PreparedStatement statement = fake(PreparedStatement.class, Map.of("executeQuery", row));
    return Map.of(
        "prepareStatement",
        statement,
        "isValid",
        true,
        "getAutoCommit",
        true,
        "getTransactionIsolation",
        Connection.TRANSACTION_REPEATABLE_READ);
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = answers.get(method.getName());
              return answer == null ? nothing(method.getReturnType()) : answer;
            }));
  }

  private static @Nullable Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    return type == long.class ? (Object) 0L : null;
  }

  /** It is always there. */
  private static final class OneNode implements Routes {
    private static final List<Node> ALL = List.of(NODE);
    private static final ClusterView VIEW =
        new ClusterView(
            TopologyKind.MULTI_PRIMARY,
            Engine.MARIADB,
            List.of(new NodeStatus(NODE, true, Role.PRIMARY, "", "0-1-1", 0, "1")),
            1);

    @Override
    public List<Node> candidates(Intent intent) {
      return ALL;
    }

    @Override
    public ClusterView view() {
      return VIEW;
    }

    @Override
    public void suspect(Node node, String reason) {}
  }

  private record Pooled(DataSource pool) implements NodeConnections {
    @Override
    public Connection borrow(Node node) throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void giveBack(Node node, Connection physical) {
      try {
        physical.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void discard(Node node, Connection physical) {
      giveBack(node, physical);
    }

    @Override
    public Connection opened(Connection physical) {
      return physical;
    }

    @Override
    public boolean arePooled() {
      return true;
    }
  }
}
