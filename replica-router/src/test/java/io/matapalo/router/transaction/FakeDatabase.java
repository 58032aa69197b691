package io.matapalo.router.transaction;

import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.outcome.KeyHash;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.ResultBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A database of one outcome table and named counters, with faults that strike when a step is
 * reached. Confined to one thread.
 */
final class FakeDatabase {

  /** When a fault strikes, seen from the step it strikes at. */
  enum Strikes {
    /** The step is not done. */
    BEFORE,
    /** The step is done, its answer is lost. */
    AFTER
  }

  /** One row; the keys are those of the table. */
  record Row(
      String state,
      Optional<KeyHash> key,
      Optional<KeyHash> payload,
      Optional<ResultBytes> result) {}

  private record Fault(String step, Strikes strikes, Supplier<SQLException> thrown) {}

  private final Map<OutcomeId, Row> rows = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> steps = new ArrayList<>();
  private final List<FakeConnection> opened = new ArrayList<>();
  private Node node = Node.of("a", "jdbc:mysql://a/shop");

  /** Its connections. */
  DataSource source() {
    return FakeConnection.proxy(
        DataSource.class,
        (method, given) -> {
          if (!method.equals("getConnection")) {
            throw new UnsupportedOperationException(method);
          }
          return connect();
        });
  }

  /** The next time that {@code step} is reached, it fails. */
  FakeDatabase failing(String step, Strikes strikes, Supplier<SQLException> thrown) {
    faults.add(new Fault(step, strikes, thrown));
    return this;
  }

  /** New transactions begin there. */
  void moveTo(String name) {
    node = Node.of(name, "jdbc:mysql://" + name + "/shop");
  }

  /** No fault strikes any more. */
  void heal() {
    faults.clear();
  }

  int counter(String name) {
    return counters.getOrDefault(name, 0);
  }

  Map<OutcomeId, Row> rows() {
    return rows;
  }

  /** What connections were asked, in order. */
  List<String> steps() {
    return steps;
  }

  long openConnections() {
    return opened.stream().filter(one -> !one.isClosed()).count();
  }

  Node node() {
    return node;
  }

  void reach(String step, Doing doing) throws SQLException {
    steps.add(step);
    Optional<Fault> fault = take(step);
    if (fault.isEmpty() || fault.get().strikes() == Strikes.AFTER) {
      doing.run();
    }
    if (fault.isPresent()) {
      throw fault.get().thrown().get();
    }
  }

  void add(String name) {
    counters.merge(name, 1, Integer::sum);
  }

  private Connection connect() throws SQLException {
    reach("connect", () -> {});
    FakeConnection connection = new FakeConnection(this);
    opened.add(connection);
    return connection.connection();
  }

  private Optional<Fault> take(String step) {
    Optional<Fault> found = faults.stream().filter(one -> step.startsWith(one.step())).findFirst();
    found.ifPresent(faults::remove);
    return found;
  }

  /** What a step does when no fault strikes. */
  @FunctionalInterface
  interface Doing {
    void run() throws SQLException;
  }
}
