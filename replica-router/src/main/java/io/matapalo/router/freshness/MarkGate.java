package io.matapalo.router.freshness;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions.Reach;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets a transaction begin only on a node that is fresh for its session. Thread-safe.
 *
 * <p><b>Idea.</b> A session remembers what it has seen in two parts. The <i>mark</i> is a position:
 * what the session wrote, and what it brought along. {@code shownAt} has the nodes that it read,
 * each with the moment of the last read, because asking for a read's position costs a round trip.
 * That debt is paid only when the session moves to another node.
 *
 * <p><b>States.</b> A node is {@code FRESH} for a session if one of these holds:
 *
 * <ol>
 *   <li>The mark is empty, or this run of the server is known to have it: no round trip.
 *   <li>The node's known progress, learnt or told by the monitor, contains the mark: no round trip.
 *   <li>The node reaches the mark within {@code marks.wait}: one wait on the server.
 *   <li>The session has read other nodes, and their upper bounds join the mark first: one query a
 *       node, shared by all sessions. Or a <i>barrier</i> shows all that any node has shown.
 * </ol>
 *
 * <p>{@code STALE} sends the transaction to another node, as do too many waits on one; where every
 * node is stale, one of them is waited for longer. {@code LOST} means that a failover lost the
 * mark. The session hears that once and starts anew.
 *
 * <p><b>Cost.</b> Nothing on one node; else a round trip, two on MariaDB's and MySQL's primaries.
 *
 * <p><b>Source.</b> Terry et al., "Session Guarantees for Weakly Consistent Replicated Data"
 * (1994); MySQL manual, "WAIT_FOR_EXECUTED_GTID_SET()"; Galera, "wsrep_sync_wait".
 */
final class MarkGate implements FreshnessGate {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  /** A member of a group passes one in 250 ms while a lost member is not expelled yet. */
  private static final long LONGEST_GROUP_BARRIER_MILLIS = 1_000;

  private final MarkSettings settings;
  private final Sessions sessions;
  private final MarkWriter writer;
  private final SharedQuestions questions;
  private final MarkCounts counts;
  private final LongSupplier nanoTime;
  private final VendorConnections vendors = new VendorConnections();
  private final Trackers trackers;
  private final Map<String, NodeProgress> nodes = new ConcurrentHashMap<>();

  MarkGate(
      MarkSettings settings,
      Sessions sessions,
      MarkWriter writer,
      SharedQuestions questions,
      Trackers trackers,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.sessions = sessions;
    this.writer = writer;
    this.questions = questions;
    this.counts = sessions.counts();
    this.trackers = trackers;
    this.nanoTime = nanoTime;
  }

  @Override
  public void opened(Connection physical, NodeStatus node) throws SQLException {
    Connection vendor = vendors.of(physical);
    if (!trackers.follows(vendor)) {
      meet(vendor, node);
    }
  }

  private ServerFacts meet(Connection vendor, NodeStatus node) throws SQLException {
    ServerFacts facts = progress(node).met(ServerFacts.ask(vendor, nanoTime), node);
    trackers.follow(vendor, facts.positions().dialect());
    return facts;
  }

  @Override
  public Freshness ensure(Connection physical, NodeStatus node, Intent intent) throws SQLException {
    return ensureWithin(settings.longestWait(), physical, node, intent);
  }

  @Override
  public Freshness ensureWithin(
      Duration longest, Connection physical, NodeStatus node, Intent intent) throws SQLException {
    Server server = server(physical, node, longest);
    Session session = session(server.positions().dialect());
    Session.State seen = session.state();
    if (seen.wasShownMoreThanAt(server.name()) || seen.mark().isUnbounded()) {
      return afterMove(physical, server, session);
    }
    return awaitMark(physical, server, session, seen);
  }

  /** Whether the server has the mark. */
  private Freshness awaitMark(
      Connection physical, Server server, Session session, Session.State seen) throws SQLException {
    FreshnessMark mark = seen.mark();
    String run = server.facts().identity();
    if (mark.isEmpty() || mark.seenAt().equals(run)) {
      return count(Event.KNOWN_FRESH, Freshness.FRESH);
    }
    if (server.progress().has(mark.position(), server.node())) {
      session.found(seen, run);
      return count(Event.KNOWN_FRESH, Freshness.FRESH);
    }
    Optional<Reach> reach =
        server
            .progress()
            .waiting(() ->
                server.positions().await(vendors.of(physical), mark.position(), server.patience()));
    if (reach.isEmpty()) {
      return count(Event.TOO_MANY_WAITERS, Freshness.STALE);
    }
    return switch (reach.get()) {
      case REACHED -> {
        server.progress().reached(mark.position(), server.facts());
        session.found(seen, run);
        yield count(Event.WAITED_FRESH, Freshness.FRESH);
      }
      case NOT_YET -> count(Event.STALE, Freshness.STALE);
      case NOT_KNOWN -> afterBarrier(groupBarrier(server), server, session, seen);
      case NEVER -> lost(server, session, seen);
    };
  }

  /** After reads on other nodes, which showed more than the mark has. */
  private Freshness afterMove(Connection physical, Server server, Session session)
      throws SQLException {
    if (server.positions().prefersBarrier(server.isPrimary())) {
      return barrier(physical, server, session);
    }
    boolean complete =
        !session.state().mark().isUnbounded() && writer.addBounds(session, server.name());
    if (complete) {
      return awaitMark(physical, server, session, session.state());
    }
    return server.positions().hasBarrier(server.isPrimary())
        ? barrier(physical, server, session)
        : count(Event.STALE, Freshness.STALE);
  }

  /** Makes the server show all that any node has shown, so that no other needs to be asked. */
  private Freshness barrier(Connection physical, Server server, Session session)
      throws SQLException {
    Session.State seen = session.state();
    if (server.positions().hasGroupBarrier()) {
      return afterBarrier(groupBarrier(server), server, session, seen);
    }
    counts.count(Event.BARRIER);
    Optional<Optional<GtidSet>> barrier =
        server
            .progress()
            .waiting(() -> server.positions().barrier(vendors.of(physical), server.patience()));
    return barrier.isEmpty()
        ? count(Event.TOO_MANY_WAITERS, Freshness.STALE)
        : afterBarrier(barrier.get(), server, session, seen);
  }

  /** Asked once for all sessions that need it now, since a lost member makes it slow. */
  private Optional<GtidSet> groupBarrier(Server server) {
    long millis = Math.max(server.patience().millis(), LONGEST_GROUP_BARRIER_MILLIS);
    return questions.barrier(server.name(), nanoTime.getAsLong(), millis);
  }

  private Freshness afterBarrier(
      Optional<GtidSet> barrier, Server server, Session session, Session.State seen) {
    if (barrier.isEmpty()) {
      return count(Event.STALE, Freshness.STALE);
    }
    GtidSet all = barrier.get();
    if (!all.contains(seen.mark().position()) && !all.isEmpty()) {
      return lost(server, session, seen);
    }
    server.progress().reached(all, server.facts());
    session.settled(seen, all, server.facts().identity());
    return count(Event.WAITED_FRESH, Freshness.FRESH);
  }

  @Override
  public void written(Connection physical, NodeStatus node) throws SQLException {
    Server server = server(physical, node, settings.longestWait());
    Tracker tracker = trackers.of(vendors.of(physical));
    Session session = session(server.positions().dialect());
    GtidSet position =
        tracker
            .take()
            .map(server.positions()::shared)
            .orElse(server.positions().dialect().nothing());
    if (!position.isEmpty()) {
      counts.count(Event.LEARNT);
      session.plus(position, server.facts().identity());
      server.progress().reached(position, server.facts());
      if (session.state().mark().position().parts() > NodeProgress.MOST_PARTS) {
        session.plus(server.reported(), server.facts().identity());
      }
    }
    boolean covered = !position.isEmpty() && server.positions().writeCoversReads();
    // The instance's own session is held to what it wrote, and that is known exactly.
    boolean heldToWrites = tracker.isExact() && sessions.isOutside(session);
    if (!covered && !heldToWrites) {
      session.shown(server.name(), nanoTime.getAsLong());
    }
  }

  @Override
  public void read(Connection physical, NodeStatus node) {
    Optional<ServerFacts> facts = progress(node).facts();
    if (facts.isPresent()) {
      Session session = session(facts.get().positions().dialect());
      // Outside units of work no session can go back in time.
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
      // A closed wrapper does not unwrap. Its tracker is held weakly and goes with the connection.
      LOG.log(Level.FINEST, "a closed connection is not unwrapped", e);
    }
  }

  private Server server(Connection physical, NodeStatus node, Duration longestWait)
      throws SQLException {
    NodeProgress progress = progress(node);
    progress.heed(node);
    Optional<ServerFacts> known = progress.facts();
    ServerFacts facts = known.isPresent() ? known.get() : meet(vendors.of(physical), node);
    return new Server(node, progress, facts, longestWait);
  }

  private Session session(Dialect dialect) {
    return sessions.current(dialect, writer::text);
  }

  private NodeProgress progress(NodeStatus node) {
    NodeProgress known = nodes.get(node.node().name());
    return known != null
        ? known
        : nodes.computeIfAbsent(node.node().name(), name -> new NodeProgress(settings.waiters()));
  }

  private Freshness count(Event event, Freshness result) {
    counts.count(event);
    return result;
  }

  private Freshness lost(Server server, Session session, Session.State seen) {
    counts.count(Event.LOST);
    LOG.log(
        Level.SEVERE,
        "data that a session had seen are lost node={0} seen={1}",
        new Object[] {server.name(), seen.mark().position().text()});
    // Reported once: lost data will not come back, so the session goes on with what there is.
    session.startAnew(seen, sessions.nothing(seen.mark().dialect()));
    return Freshness.LOST;
  }
}
