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
 * Upper bounds of what nodes have shown. Each node has one connection for that, opened when first
 * needed. Sessions that need a node's bound at the same time share one query. Thread-safe.
 */
final class PositionBounds implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final Map<String, NodeBound> nodes;
  private final NodeConnector connector;
  private final LongSupplier nanoTime;
  private final MarkCounts counts;
  private volatile boolean closed;

  PositionBounds(
      Map<String, Node> nodes, NodeConnector connector, LongSupplier nanoTime, MarkCounts counts) {
    this.nodes =
        nodes.values().stream()
            .collect(Collectors.toConcurrentMap(Node::name, NodeBound::new, (a, b) -> a));
    this.connector = connector;
    this.nanoTime = nanoTime;
    this.counts = counts;
  }

  /** A bound, and when its query was sent. */
  private record Bound(GtidSet position, long askedAt) {}

  /** A bound of what the node showed until {@code nanos}; empty after {@code millis}. */
  Optional<GtidSet> of(String node, long nanos, long millis) {
    NodeBound bound = nodes.get(node);
    if (bound == null || closed) {
      return Optional.empty();
    }
    return bound.since(nanos, millis);
  }

  @Override
  public void close() {
    closed = true;
    nodes.values().forEach(NodeBound::close);
  }

  /** The bound of one node, asked by one thread at a time. Thread-safe. */
  private final class NodeBound {
    private final Node node;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Bound> latest = Optional.empty();
    // Guarded by the lock, which is held during the query so that others wait for its answer.
    private @Nullable Connection connection;
    private @Nullable Positions positions;

    NodeBound(Node node) {
      this.node = node;
    }

    Optional<GtidSet> since(long nanos, long millis) {
      boolean locked;
      try {
        locked = lock.tryLock(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      if (!locked) {
        return Optional.empty();
      }
      try {
        Optional<Bound> known = latest;
        if (known.isPresent() && known.get().askedAt() - nanos >= 0) {
          counts.count(Event.BOUND_SHARED);
          return known.map(Bound::position);
        }
        return ask();
      } finally {
        lock.unlock();
      }
    }

    private Optional<GtidSet> ask() {
      try {
        Connection open = open();
        Positions reader = positions;
        if (reader == null) {
          reader = ServerFacts.ask(open, nanoTime).positions();
          positions = reader;
        }
        long askedAt = nanoTime.getAsLong();
        counts.count(Event.BOUND_ASKED);
        Optional<GtidSet> bound = reader.bound(open);
        latest = bound.map(position -> new Bound(position, askedAt));
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
