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
 * The freshness marks of one cluster: opens units of work that see their own writes and never go
 * back in time, on whichever node and, by a mark's text, on whichever instance. Thread-safe.
 */
public final class Marks implements AutoCloseable {

  private final String cluster;
  private final long waitMillis;
  private final Sessions sessions;
  private final MarkTexts texts;
  private final Bounds bounds;
  private final MarkCounts counts;
  private final FreshnessGate gate;

  private Marks(String cluster, long waitMillis, MarkGate.Parts parts, FreshnessGate gate) {
    this.cluster = cluster;
    this.waitMillis = waitMillis;
    this.sessions = parts.sessions();
    this.texts = parts.texts();
    this.bounds = parts.bounds();
    this.counts = parts.counts();
    this.gate = gate;
  }

  /**
   * Marks of a cluster; off, and then without effect, where the settings say so.
   *
   * @param connector for the few questions that need a connection of their own, one a node
   */
  public static Marks create(MarkSettings settings, List<Node> nodes, NodeConnector connector) {
    Optional<MarkCodec> codec =
        settings.secret().isEmpty()
            ? Optional.empty()
            : Optional.of(MarkCodec.withSecret(settings.secret()));
    String cluster = settings.cluster().isEmpty() ? ClusterIdentity.of(nodes) : settings.cluster();
    Map<String, Node> byName = new TreeMap<>();
    nodes.forEach(node -> byName.put(node.name(), node));
    MarkCounts counts = new MarkCounts();
    Bounds bounds = new Bounds(byName, connector, NanoTime::now, counts);
    Sessions sessions = new Sessions(cluster, codec, counts);
    MarkTexts texts = new MarkTexts(codec, bounds, counts, settings);
    MarkGate.Parts parts = new MarkGate.Parts(sessions, bounds, texts, counts);
    FreshnessGate gate =
        settings.isOnWith(nodes.size())
            ? new MarkGate(settings, parts, NanoTime::now)
            : FreshnessGate.OFF;
    return new Marks(cluster, settings.longestWait().toMillis(), parts, gate);
  }

  /**
   * Begins a unit of work on this thread: until the scope is closed, what the thread reads is at
   * least as fresh as {@code text} tells. A text that is no mark of this cluster is counted, and as
   * if there were none. An open scope is set aside until then.
   */
  public MarkScope open(Optional<String> text) {
    ConcurrentMap<String, Object> shared = new ConcurrentHashMap<>();
    text.ifPresent(given -> shared.put(Sessions.GIVEN, given));
    return MarkScope.begin(shared, this);
  }

  /**
   * Begins a transaction with a consistent snapshot, for who fills a cache from it, and tells what
   * it shows at least. Eight statements or so. Empty, but begun all the same: the server could not
   * tell within {@code marks.wait}, so nothing read from it is known to cover any mark.
   *
   * @param connection to any node, without a transaction, auto-commit off
   */
  public Optional<PositionStamp> snapshot(Connection connection) throws SQLException {
    return Snapshots.begin(cluster, connection, waitMillis, NanoTime::now);
  }

  /** What {@link #snapshot} stamps are compared with; empty outside of units of work. */
  public Optional<FreshnessMark> current() {
    ConcurrentMap<String, Object> shared = SharedSession.current();
    return shared == null ? Optional.empty() : sessions.of(shared).map(texts::told);
  }

  /** What they did and cost. */
  public MarkCounts counts() {
    return counts;
  }

  /** What connections ask; for the router. */
  public FreshnessGate gate() {
    return gate;
  }

  Optional<String> text(ConcurrentMap<String, Object> shared) {
    Optional<Session> session = sessions.of(shared);
    if (session.isPresent()) {
      return Optional.of(texts.of(session.get())).filter(text -> !text.isEmpty());
    }
    // Nothing was asked of the cluster: what was given still holds.
    return shared.get(Sessions.GIVEN) instanceof String given
        ? Optional.of(given)
        : Optional.empty();
  }

  /** Closes the connections that it asks over. */
  @Override
  public void close() {
    bounds.close();
  }
}
