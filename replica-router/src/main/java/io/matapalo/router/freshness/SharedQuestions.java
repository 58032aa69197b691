package io.matapalo.router.freshness;

import com.google.errorprone.annotations.Immutable;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The questions that the router asks nodes on connections of its own, one a node and question,
 * opened when first needed. Sessions that need an answer at the same time share it. A node that
 * gave none is left alone for {@link #REST_NANOS}, so that a lost node delays one session a second
 * and not every one. Thread-safe.
 */
final class SharedQuestions implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<Question, Map<String, AskedNode>> asked = new EnumMap<>(Question.class);
  private final NodeConnector connector;
  private final LongSupplier nanoTime;
  private final MarkCounts counts;
  private volatile boolean closed;

  /** What a node is asked. */
  enum Question {
    /** What it has shown at most. */
    BOUND(Event.BOUND_ASKED, Event.BOUND_SHARED, Positions::bound),
    /** To show all that any node of its group has shown. */
    BARRIER(Event.BARRIER, Event.BARRIER_SHARED, Positions::groupBarrier);

    @Immutable
    private interface Asking {
      Optional<GtidSet> ask(Positions positions, Connection connection) throws SQLException;
    }

    private final Event asked;
    private final Event shared;
    private final Asking asking;

    Question(Event asked, Event shared, Asking asking) {
      this.asked = asked;
      this.shared = shared;
      this.asking = asking;
    }
  }

  SharedQuestions(
      Map<String, Node> nodes, NodeConnector connector, LongSupplier nanoTime, MarkCounts counts) {
    for (Question question : Question.values()) {
      Map<String, AskedNode> byName = new TreeMap<>();
      nodes.forEach((name, node) -> byName.put(name, new AskedNode(question, node)));
      asked.put(question, byName);
    }
    this.connector = connector;
    this.nanoTime = nanoTime;
    this.counts = counts;
  }

  /**
   * A node's answer.
   *
   * @param position empty if the node gave none
   * @param at when the question was sent; without an answer, when that was clear
   */
  private record Answer(Optional<GtidSet> position, long at) {}

  /** An upper bound of what the node had shown at {@code nanos}; empty after {@code millis}. */
  Optional<GtidSet> bound(String node, long nanos, long millis) {
    return answer(Question.BOUND, node, nanos, millis);
  }

  /**
   * A position that the node shows by now, with all that any node of its group had shown at {@code
   * nanos}; empty if the node did not show that in time.
   */
  Optional<GtidSet> barrier(String node, long nanos, long millis) {
    return answer(Question.BARRIER, node, nanos, millis);
  }

  private Optional<GtidSet> answer(Question question, String node, long nanos, long millis) {
    AskedNode one = asked.getOrDefault(question, Map.of()).get(node);
    return one == null || closed ? Optional.empty() : one.since(nanos, millis);
  }

  @Override
  public void close() {
    closed = true;
    asked.values().forEach(nodes -> nodes.values().forEach(AskedNode::close));
  }

  /** One node, asked by one thread at a time. Thread-safe. */
  private final class AskedNode {
    private final Question question;
    private final Node node;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock, which is held during the question so that others wait for its answer.
    private @Nullable Answer latest;
    private @Nullable Connection connection;
    private @Nullable Positions positions;

    AskedNode(Question question, Node node) {
      this.question = question;
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
        Answer known = latest;
        if (known != null && known.position().isEmpty() && isResting(known)) {
          return Optional.empty();
        }
        if (known != null && known.position().isPresent() && known.at() - nanos >= 0) {
          counts.count(question.shared);
          return known.position();
        }
        return askNow();
      } finally {
        lock.unlock();
      }
    }

    private boolean isResting(Answer unanswered) {
      return nanoTime.getAsLong() - unanswered.at() < REST_NANOS;
    }

    /** A connection that was idle may have been closed meanwhile, so a fresh one is tried too. */
    private Optional<GtidSet> askNow() {
      boolean fresh = connection == null;
      Optional<GtidSet> position = askOnce();
      if (position.isEmpty() && connection == null && !fresh) {
        position = askOnce();
      }
      if (position.isEmpty()) {
        counts.count(Event.BOUND_MISSING);
        latest = new Answer(position, nanoTime.getAsLong());
      }
      return position;
    }

    private Optional<GtidSet> askOnce() {
      try {
        Connection open = open();
        Positions reader = positions;
        if (reader == null) {
          reader = ServerFacts.ask(open, nanoTime).positions();
          positions = reader;
        }
        long askedAt = nanoTime.getAsLong();
        counts.count(question.asked);
        Optional<GtidSet> position = question.asking.ask(reader, open);
        latest = new Answer(position, askedAt);
        return position;
      } catch (SQLException | IllegalArgumentException e) {
        LOG.log(Level.INFO, "a node does not answer the router node=" + node.name(), e);
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
