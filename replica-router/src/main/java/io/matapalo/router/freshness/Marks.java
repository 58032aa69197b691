package io.matapalo.router.freshness;

import io.matapalo.router.consistency.MarkCodec;
import io.matapalo.router.recorder.NanoTime;
import io.matapalo.router.recorder.SharedSession;
import io.matapalo.router.topology.Node;
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

  private final Sessions sessions;
  private final MarkTexts texts;
  private final Bounds bounds;
  private final MarkCounts counts;
  private final FreshnessGate gate;

  private Marks(
      Sessions sessions, MarkTexts texts, Bounds bounds, MarkCounts counts, FreshnessGate gate) {
    this.sessions = sessions;
    this.texts = texts;
    this.bounds = bounds;
    this.counts = counts;
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
    FreshnessGate gate =
        settings.isOnWith(nodes.size())
            ? new MarkGate(
                settings, new MarkGate.Parts(sessions, bounds, texts, counts), NanoTime::now)
            : FreshnessGate.OFF;
    return new Marks(sessions, texts, bounds, counts, gate);
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

  /** The mark of the thread's unit of work as text; empty as {@link MarkScope#text()}. */
  public Optional<String> currentText() {
    ConcurrentMap<String, Object> shared = SharedSession.current();
    return shared == null ? Optional.empty() : text(shared);
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
