package io.matapalo.router.cluster.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a Galera node's own words mean for who may begin on it. */
final class GaleraProbeTest {

  private final Map<String, String> told =
      new TreeMap<>(
          Map.of(
              "wsrep_ready", "ON",
              "wsrep_cluster_status", "Primary",
              "wsrep_local_state", "4",
              "wsrep_local_state_comment", "Synced",
              "wsrep_cluster_state_uuid", "1"));

  @Test
  void aSyncedNodeAndADonorServe() throws SQLException {
    assertThat(obstacle()).isEmpty();
    is("2", "Donor/Desynced");
    assertThat(obstacle()).isEmpty();
  }

  /** Else each node that another joins by would lose its instances for {@code return-after}. */
  @Test
  void aDonorThatCatchesUpServesOn() throws SQLException {
    is("3", "Joined");
    assertThat(obstacle()).isEmpty();
  }

  @Test
  void aNodeThatJoinsIsNotReadyAndDoesNotServe() throws SQLException {
    is("1", "Joining: receiving State Transfer");
    assertThat(obstacle()).isEqualTo("does not take part (Joining: receiving State Transfer)");
    told.put("wsrep_ready", "OFF");
    is("3", "Joined");
    assertThat(obstacle()).isEqualTo("does not take part (Joined)");
  }

  @Test
  void aNodeWithoutQuorumDoesNotServe() throws SQLException {
    told.put("wsrep_cluster_status", "non-Primary");
    assertThat(obstacle()).isEqualTo("has no quorum (wsrep_cluster_status non-Primary)");
  }

  private void is(String state, String comment) {
    told.put("wsrep_local_state", state);
    told.put("wsrep_local_state_comment", comment);
  }

  private String obstacle() throws SQLException {
    return HealthQueries.galera(StatusValues.ofPairs(answering(told), "any")).obstacle();
  }

  /** A connection that answers every question with these rows of two columns. */
  private static Connection answering(Map<String, String> rows) {
    Iterator<Map.Entry<String, String>> left = rows.entrySet().iterator();
    AtomicReference<Map.Entry<String, String>> row =
        new AtomicReference<>(Map.entry("none", "none"));
    ResultSet answer =
        proxy(
            ResultSet.class,
            (method, column) ->
                switch (method) {
                  case "next" -> {
                    boolean more = left.hasNext();
                    if (more) {
                      row.set(left.next());
                    }
                    yield more;
                  }
                  case "getString" ->
                      Integer.valueOf(1).equals(column) ? row.get().getKey() : row.get().getValue();
                  default -> throw new UnsupportedOperationException(method);
                });
    Statement statement = proxy(Statement.class, (method, sql) -> answer);
    return proxy(Connection.class, (method, none) -> statement);
  }

  private interface Answering {
    Object call(String method, @Nullable Object argument);
  }

  private static <T> T proxy(Class<T> type, Answering answering) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getReturnType() == void.class
                    ? null
                    : answering.call(method.getName(), arguments == null ? null : arguments[0])));
  }
}
