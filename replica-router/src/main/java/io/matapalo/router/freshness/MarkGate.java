package io.matapalo.router.freshness;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.Positions.Reach;
import io.matapalo.router.freshness.position.Positions.Seen;
import io.matapalo.router.freshness.position.Positions.Wait;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.freshness.session.Session;
import io.matapalo.router.freshness.session.Sessions;
import io.matapalo.router.freshness.tracking.Tracker;
import io.matapalo.router.freshness.tracking.Trackers;
import io.matapalo.router.freshness.tracking.VendorConnections;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets a unit of work begin only at nodes that have what it has seen. Thread-safe. */
final class MarkGate implements FreshnessGate {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final MarkSettings settings;
  private final Sessions sessions;
  private final Bounds bounds;
  private final MarkTexts texts;
  private final MarkCounts counts;
  private final LongSupplier nanoTime;
  private final VendorConnections vendors = new VendorConnections();
  private final Trackers trackers = new Trackers();
  private final Map<String, NodeMemory> memories = new ConcurrentHashMap<>();

  /** What a gate works with. */
  record Parts(Sessions sessions, Bounds bounds, MarkTexts texts, MarkCounts counts) {}

  MarkGate(MarkSettings settings, Parts parts, LongSupplier nanoTime) {
    this.settings = settings;
    this.sessions = parts.sessions();
    this.bounds = parts.bounds();
    this.texts = parts.texts();
    this.counts = parts.counts();
    this.nanoTime = nanoTime;
  }

  /** A node that a connection leads to, as it is known at the moment. */
  private record Place(NodeStatus node, NodeMemory memory, ServerFacts facts) {

    String name() {
      return node.node().name();
    }

    boolean isPrimary() {
      return node.role() == Role.PRIMARY;
    }

    Positions positions() {
      return facts.positions();
    }
  }

  @Override
  public void opened(Connection physical, NodeStatus node) throws SQLException {
    Connection vendor = vendors.of(physical);
    if (!trackers.follows(vendor)) {
      meet(vendor, node);
    }
  }

  private ServerFacts meet(Connection vendor, NodeStatus node) throws SQLException {
    ServerFacts facts = memory(node).met(ServerFacts.ask(vendor, nanoTime), node);
    trackers.follow(vendor, facts.positions().dialect());
    return facts;
  }

  @Override
  public Freshness ensure(Connection physical, NodeStatus node, Intent intent) throws SQLException {
    Place place = place(physical, node);
    Session session = session(place);
    Session.State seen = session.state();
    if (seen.wasShownMoreThanAt(place.name()) || seen.mark().isUnbounded()) {
      return afterMove(physical, place, session);
    }
    return has(physical, place, session, seen);
  }

  /** Whether a node has what a mark tells. */
  private Freshness has(Connection physical, Place place, Session session, Session.State seen)
      throws SQLException {
    FreshnessMark mark = seen.mark();
    String server = place.facts().identity();
    if (mark.isEmpty() || mark.seenAt().equals(server)) {
      return fresh(Event.KNOWN_FRESH);
    }
    if (place.memory().has(mark.position(), place.node())) {
      session.found(seen, server);
      return fresh(Event.KNOWN_FRESH);
    }
    Optional<Reach> reach =
        waiting(
            place,
            () -> place.positions().await(vendors.of(physical), mark.position(), wait(place)));
    if (reach.isEmpty()) {
      return Freshness.STALE;
    }
    return switch (reach.get()) {
      case REACHED -> {
        place.memory().reached(mark.position(), place.facts());
        session.found(seen, server);
        yield fresh(Event.WAITED_FRESH);
      }
      case NOT_YET -> stale(Event.STALE);
      case NEVER -> lost(place, session, mark);
    };
  }

  /** Other nodes have shown more than the mark tells. */
  private Freshness afterMove(Connection physical, Place place, Session session)
      throws SQLException {
    if (place.positions().prefersBarrier(place.isPrimary())) {
      return barrier(physical, place, session);
    }
    boolean told = !session.state().mark().isUnbounded() && tellBounds(session, place.name());
    if (told) {
      return has(physical, place, session, session.state());
    }
    return place.positions().hasBarrier(place.isPrimary())
        ? barrier(physical, place, session)
        : stale(Event.STALE);
  }

  /** One question makes the node show all that any has shown: no other needs to be asked. */
  private Freshness barrier(Connection physical, Place place, Session session) throws SQLException {
    Session.State seen = session.state();
    counts.count(Event.BARRIER);
    Optional<Optional<Seen>> answer =
        waiting(place, () -> place.positions().barrier(vendors.of(physical), wait(place)));
    if (answer.isEmpty()) {
      return Freshness.STALE;
    }
    if (answer.get().isEmpty()) {
      return stale(Event.STALE);
    }
    GtidSet all = answer.get().get().position();
    if (!all.contains(seen.mark().position()) && !all.isEmpty()) {
      return lost(place, session, seen.mark());
    }
    place.memory().reached(all, place.facts());
    session.settled(seen, all, place.facts().identity());
    return fresh(Event.WAITED_FRESH);
  }

  /**
   * Finds out what nodes other than {@code here} have shown; false if one cannot tell, and then the
   * mark asks for a node that has everything.
   */
  private boolean tellBounds(Session session, String here) {
    Session.State seen = session.state();
    for (Map.Entry<String, Long> shown : seen.shownAt().entrySet()) {
      if (shown.getKey().equals(here)) {
        continue;
      }
      Optional<GtidSet> bound =
          bounds.of(shown.getKey(), shown.getValue(), settings.longestWait().toMillis());
      if (bound.isEmpty()) {
        counts.count(Event.BOUND_MISSING);
        session.unbounded(seen);
        return false;
      }
      session.bounded(shown.getKey(), shown.getValue(), bound.get());
    }
    return true;
  }

  @Override
  public void written(Connection physical, NodeStatus node) throws SQLException {
    Place place = place(physical, node);
    Tracker tracker = trackers.of(vendors.of(physical));
    Session session = session(place);
    GtidSet position =
        tracker.take().map(place.positions()::shared).orElse(place.positions().dialect().nothing());
    if (!position.isEmpty()) {
      counts.count(Event.LEARNT);
      session.plus(position, place.facts().identity());
      place.memory().reached(position, place.facts());
    }
    boolean toldAll = !position.isEmpty() && place.positions().writeCoversReads();
    boolean nothingWritten = position.isEmpty() && tracker.isExact();
    boolean ofNoMatter = nothingWritten && sessions.isOutside(session);
    if (!toldAll && !ofNoMatter) {
      session.shown(place.name(), nanoTime.getAsLong());
    }
  }

  @Override
  public void read(Connection physical, NodeStatus node) {
    Optional<ServerFacts> facts = memory(node).facts();
    if (facts.isPresent()) {
      Session session = session(facts.get().positions().dialect());
      // Outside any unit of work nobody is there to go back in time.
      if (!sessions.isOutside(session)) {
        session.shown(node.node().name(), nanoTime.getAsLong());
      }
    }
  }

  @Override
  public void closed(Connection physical) {
    try {
      trackers.forget(vendors.of(physical));
    } catch (SQLException e) {
      // A closed wrapper does not unwrap; the tracker is held weakly and goes with its connection.
      LOG.log(Level.FINEST, "a closed connection is not unwrapped", e);
    }
  }

  private Place place(Connection physical, NodeStatus node) throws SQLException {
    NodeMemory memory = memory(node);
    memory.heed(node);
    Optional<ServerFacts> known = memory.facts();
    ServerFacts facts = known.isPresent() ? known.get() : meet(vendors.of(physical), node);
    return new Place(node, memory, facts);
  }

  private Session session(Place place) {
    return session(place.positions().dialect());
  }

  private Session session(Dialect dialect) {
    return sessions.current(dialect, texts::of);
  }

  private NodeMemory memory(NodeStatus node) {
    NodeMemory known = memories.get(node.node().name());
    return known != null
        ? known
        : memories.computeIfAbsent(node.node().name(), name -> new NodeMemory(settings.waiters()));
  }

  private Wait wait(Place place) {
    return new Wait(place.isPrimary(), settings.longestWait().toMillis());
  }

  /** A question to a server. */
  private interface Question<T> {
    T ask() throws SQLException;
  }

  /** Asks, if a place to wait is free. */
  private <T> Optional<T> waiting(Place place, Question<T> question) throws SQLException {
    if (!place.memory().enterWait()) {
      counts.count(Event.TOO_MANY_WAITERS);
      return Optional.empty();
    }
    try {
      return Optional.of(question.ask());
    } finally {
      place.memory().leaveWait();
    }
  }

  private Freshness fresh(Event event) {
    counts.count(event);
    return Freshness.FRESH;
  }

  private Freshness stale(Event event) {
    counts.count(event);
    return Freshness.STALE;
  }

  private Freshness lost(Place place, Session session, FreshnessMark mark) {
    counts.count(Event.LOST);
    LOG.log(
        Level.SEVERE,
        "data that a session had seen are lost node={0} seen={1}",
        new Object[] {place.name(), mark.position().text()});
    // Told once: what is lost will not come, so the session goes on with what there is.
    session.startAnew(sessions.nothing(mark.dialect()));
    return Freshness.LOST;
  }
}
