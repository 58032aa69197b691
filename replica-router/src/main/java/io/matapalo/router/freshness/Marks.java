package io.matapalo.router.freshness;

import io.matapalo.jvm.NanoTime;
import io.matapalo.jvm.SharedSession;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.MarkCodec;
import io.matapalo.router.consistency.PositionStamp;
import io.matapalo.router.freshness.position.Snapshots;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.Session;
import io.matapalo.router.freshness.session.Sessions;
import io.matapalo.router.freshness.tracking.Trackers;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The freshness marks of one cluster. A unit of work that it opens sees its own writes and never
 * goes back in time, on any node and, by the text of its mark, on any instance. Thread-safe.
 */
public final class Marks implements AutoCloseable {

  private final long waitMillis;
  private final Sessions sessions;
  private final MarkWriter writer;
  private final SharedQuestions questions;
  private final MarkCounts counts;
  private final FreshnessGate gate;

  private Marks(
      MarkSettings settings,
      Sessions sessions,
      MarkWriter writer,
      SharedQuestions questions,
      MarkCounts counts,
      FreshnessGate gate) {
    this.waitMillis = settings.longestWait().toMillis();
    this.sessions = sessions;
    this.writer = writer;
    this.questions = questions;
    this.counts = counts;
    this.gate = gate;
  }

  /**
   * The marks of a cluster. Where the settings switch them off they have no effect.
   *
   * @param connector opens one connection a node, for the queries that need their own
   */
  public static Marks create(MarkSettings settings, List<Node> nodes, NodeConnector connector) {
    return create(settings, nodes, connector, new Trackers());
  }

  static Marks create(
      MarkSettings settings, List<Node> nodes, NodeConnector connector, Trackers trackers) {
    Optional<MarkCodec> codec =
        settings.secret().isEmpty()
            ? Optional.empty()
            : Optional.of(MarkCodec.withSecret(settings.secret()));
    String cluster = settings.cluster().isEmpty() ? ClusterIdentity.of(nodes) : settings.cluster();
    Map<String, Node> byName = new TreeMap<>();
    nodes.forEach(node -> byName.put(node.name(), node));
    MarkCounts counts = new MarkCounts();
    SharedQuestions questions = new SharedQuestions(byName, connector, NanoTime::now, counts);
    Sessions sessions = new Sessions(cluster, codec, counts);
    MarkWriter writer = new MarkWriter(codec, questions, counts, settings);
    FreshnessGate gate =
        settings.isOnWith(nodes.size())
            ? new MarkGate(settings, sessions, writer, questions, trackers, NanoTime::now)
            : FreshnessGate.OFF;
    return new Marks(settings, sessions, writer, questions, counts, gate);
  }

  /**
   * Begins a unit of work on this thread. Until the scope is closed, the thread's reads are at
   * least as fresh as the mark in {@code text}. A text that is no mark of this cluster is counted
   * and ignored. A scope that is open already is set aside until then.
   */
  public MarkScope open(Optional<String> text) {
    ConcurrentMap<String, Object> shared = new ConcurrentHashMap<>();
    text.ifPresent(given -> shared.put(Sessions.GIVEN, given));
    return MarkScope.begin(shared, this);
  }

  /**
   * Begins a transaction with a consistent snapshot, for loading a cache, and answers a lower bound
   * of what the snapshot shows. About eight statements. The result is empty if the server had no
   * bound within {@code marks.wait}; the transaction has begun all the same, and its rows cover no
   * mark.
   *
   * @param connection to any node, without a transaction, auto-commit off
   */
  public Optional<PositionStamp> snapshot(Connection connection) throws SQLException {
    return Snapshots.begin(sessions.cluster(), connection, waitMillis, NanoTime::now);
  }

  /** The mark to compare with stamps of {@link #snapshot}; empty outside units of work. */
  public Optional<FreshnessMark> current() {
    ConcurrentMap<String, Object> shared = SharedSession.current();
    return shared == null ? Optional.empty() : sessions.of(shared).map(writer::complete);
  }

  /** How often marks did what, and what they cost. */
  public MarkCounts counts() {
    return counts;
  }

  /** The gate that routed connections ask; for the router. */
  public FreshnessGate gate() {
    return gate;
  }

  Optional<String> text(ConcurrentMap<String, Object> shared) {
    Optional<Session> session = sessions.of(shared);
    if (session.isPresent()) {
      return Optional.of(writer.text(session.get())).filter(text -> !text.isEmpty());
    }
    // The unit of work did not use the cluster, so the mark that it was given still holds.
    return shared.get(Sessions.GIVEN) instanceof String given
        ? Optional.of(given)
        : Optional.empty();
  }

  /** Closes the connections of its own. */
  @Override
  public void close() {
    questions.close();
  }
}
