package io.matapalo.router.freshness;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks nodes what they have shown at most, each over one connection of its own, opened when first
 * needed. Those who need a node's bound at the same time share one question. Thread-safe.
 */
final class Bounds implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final Map<String, Asked> nodes;
  private final NodeConnector connector;
  private final LongSupplier nanoTime;
  private final MarkCounts counts;
  private volatile boolean closed;

  Bounds(
      Map<String, Node> nodes, NodeConnector connector, LongSupplier nanoTime, MarkCounts counts) {
    this.nodes =
        nodes.values().stream()
            .collect(Collectors.toConcurrentMap(Node::name, Asked::new, (a, b) -> a));
    this.connector = connector;
    this.nanoTime = nanoTime;
    this.counts = counts;
  }

  /** An answer, and when its question was sent. */
  private record Answer(GtidSet bound, long askedAt) {}

  /**
   * An upper bound of what a node has shown until {@code nanos}; empty if it cannot be asked or
   * does not answer within the wait.
   */
  Optional<GtidSet> of(String node, long nanos, long millis) {
    Asked asked = nodes.get(node);
    if (asked == null || closed) {
      return Optional.empty();
    }
    return asked.bound(nanos, millis);
  }

  @Override
  public void close() {
    closed = true;
    nodes.values().forEach(Asked::close);
  }

  /** One node, asked by one thread at a time. Thread-safe. */
  private final class Asked {
    private final Node node;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Answer> latest = Optional.empty();
    // Guarded by the lock, which is held while the node is asked: others wait for that answer.
    private @Nullable Connection connection;
    private @Nullable Positions positions;

    Asked(Node node) {
      this.node = node;
    }

    Optional<GtidSet> bound(long nanos, long millis) {
      boolean mine;
      try {
        mine = lock.tryLock(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      if (!mine) {
        return Optional.empty();
      }
      try {
        Optional<Answer> known = latest;
        if (known.isPresent() && known.get().askedAt() - nanos >= 0) {
          counts.count(Event.BOUND_SHARED);
          return known.map(Answer::bound);
        }
        return ask();
      } finally {
        lock.unlock();
      }
    }

    private Optional<GtidSet> ask() {
      try {
        Connection open = open();
        Positions how = positions;
        if (how == null) {
          how = ServerFacts.ask(open, nanoTime).positions();
          positions = how;
        }
        long askedAt = nanoTime.getAsLong();
        counts.count(Event.BOUND_ASKED);
        Optional<GtidSet> bound = how.bound(open);
        latest = bound.map(position -> new Answer(position, askedAt));
        return bound;
      } catch (SQLException | IllegalArgumentException e) {
        LOG.log(Level.INFO, "a node cannot tell what it has shown node=" + node.name(), e);
        drop();
        return Optional.empty();
      }
    }

    private Connection open() throws SQLException {
      Connection known = connection;
      if (known != null) {
        return known;
      }
      Connection opened = connector.connect(node);
      connection = opened;
      return opened;
    }

    private void drop() {
      Connection known = connection;
      connection = null;
      positions = null;
      if (known != null) {
        try {
          known.close();
        } catch (SQLException e) {
          LOG.log(Level.FINE, "closing a broken connection failed", e);
        }
      }
    }

    void close() {
      lock.lock();
      try {
        drop();
      } finally {
        lock.unlock();
      }
    }
  }
}
