package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Galera holds up all writers while a node is frozen: three seconds with the testkit's timers.
 * Units of work have a deadline below that.
 */
@Tag("deep")
final class FrozenNodeIT {

  private static final TransactionPolicy SELL =
      TransactionPolicy.writing("Shop.sell").withDeadline(Duration.ofMillis(1_500));

  /** The pool's borrow timeout: so long after the deadline a connection may be being opened. */
  private static final Duration OPENING = RouterConfig.Pool.DEFAULT.borrowTimeout();

  private static final Duration FREEZE = Duration.ofSeconds(8);
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int CALLERS = 4;

  @TempDir Path folder;

  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private final Queue<SQLException> raw = new ConcurrentLinkedQueue<>();

  @Test
  void nobodyWaitsBeyondHisDeadlineOrHearsARawCode() throws Exception {
    try (Galera cluster = Galera.inFolder(folder)) {
      cluster.createDatabase("shop");
      MariaDbNode frozen = cluster.nodes().getLast();
      try (Connection connection = cluster.nodes().getFirst().server().connect("shop");
          Statement statement = connection.createStatement()) {
        statement.execute(OutcomeRows.table());
        statement.execute("create table sale (id bigint auto_increment primary key)");
      }
      cluster.awaitCaughtUp(SOON);
      try (ReplicaRouter there = router(cluster, frozen);
          ReplicaRouter elsewhere = router(cluster, cluster.nodes().getFirst())) {
        sell(there);
        sell(elsewhere);
        freeze(frozen, List.of(there, elsewhere));
      }
      cluster.awaitCaughtUp(SOON);
      System.out.printf(
          "frozen node: %d committed, %d unknown, %d refused; longest call %d ms, deadline %d%n",
          committed.get(), unknown.get(), refused.get(), longest.get(), SELL.deadline().toMillis());
      assertThat(raw).isEmpty();
      assertThat(committed).hasPositiveValue();
      assertThat(longest.get()).isLessThan(SELL.deadline().plus(OPENING).toMillis());
    }
  }

  private void freeze(MariaDbNode frozen, List<ReplicaRouter> routers) throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    long end = System.nanoTime() + FREEZE.toNanos();
    frozen.pause();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      for (int caller = 0; caller < CALLERS; caller++) {
        ReplicaRouter router = routers.get(caller % routers.size());
        callers.add(
            threads.submit(() -> {
              while (System.nanoTime() - end < 0) {
                sell(router);
              }
            }));
      }
      for (Future<?> caller : callers) {
        caller.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      frozen.resume();
    }
  }

  private void sell(ReplicaRouter router) {
    long begun = System.nanoTime();
    try {
      router.inTransaction(SELL, tx -> insert(tx.connection()));
      committed.incrementAndGet();
    } catch (ConflictException e) {
      refused.incrementAndGet();
    } catch (OutcomeUnknownException e) {
      unknown.incrementAndGet();
    } catch (SQLException e) {
      raw.add(e);
    }
    longest.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), Math::max);
  }

  private static int insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("insert into sale values ()");
    }
  }

  private static ReplicaRouter router(Galera cluster, MariaDbNode own) {
    List<Node> nodes =
        cluster.nodes().stream().map(node -> Node.of(node.name(), node.jdbcUrl("shop"))).toList();
    return ReplicaRouter.create(
        RouterConfig.of(
                TopologyKind.MULTI_PRIMARY,
                nodes,
                "vm-" + own.name(),
                new RouterConfig.Credentials(cluster.user(), cluster.password()))
            .withNodeOverride(own.name()));
  }
}
