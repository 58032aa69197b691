package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Inquiry;
import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Loss;
import io.matapalo.router.cluster.health.NodeMonitor;
import io.matapalo.router.cluster.health.NodeOpener;
import io.matapalo.router.cluster.health.ServerInquiry;
import io.matapalo.router.placement.InstancePlacement;
import io.matapalo.router.placement.PlacementPlan;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The nodes of one cluster, each watched by a thread of its own over a connection of its own, and
 * where this instance sits among them. Thread-safe; whoever asks for a node reads one reference and
 * never waits for a server. Close it, or its threads go on.
 */
public final class Cluster implements Routes, AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router.cluster");
  private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int NAPS_PER_TIMEOUT = 10;

  private final ClusterSettings settings;
  private final InstancePlacement placement;
  private final ThreadFactory threads;
  private final LongSupplier nanoClock;
  private final List<NodeMonitor> monitors = new ArrayList<>();
  private final CountDownLatch firstAnswers;
  private final List<Consumer<Node>> leavers = new CopyOnWriteArrayList<>();
  private final StateLog stateLog = new StateLog(LOG);
  private final AtomicReference<State> state;

  /** Indexes of nodes that have answered or failed; confined to {@link #take}. */
  private final Set<Integer> answered = new HashSet<>();

  private volatile boolean closed;

  private Cluster(
      ClusterSettings settings,
      InstancePlacement placement,
      ThreadFactory threads,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.placement = placement;
    this.threads = threads;
    this.nanoClock = nanoClock;
    this.firstAnswers = new CountDownLatch(settings.nodes().size());
    Assessment nothing = Assessment.first(settings, placement.order(), nanoClock.getAsLong());
    this.state = new AtomicReference<>(State.of(settings, nothing, Refusals.NONE, 0));
  }

  /** All that is known at one moment. Immutable. */
  private record State(
      Assessment assessment,
      Refusals refusals,
      ClusterView view,
      List<Node> readers,
      List<Node> writers) {

    static State of(
        ClusterSettings settings, Assessment assessment, Refusals refusals, long version) {
      List<NodeStatus> nodes =
          assessment.nodes().stream().map(status -> told(status, refusals)).toList();
      return new State(
          assessment,
          refusals,
          new ClusterView(settings.kind(), assessment.engine(), nodes, version),
          refusals.without(assessment.readers(), Intent.READ),
          refusals.without(assessment.writers(), Intent.WRITE));
    }

    private static NodeStatus told(NodeStatus status, Refusals refusals) {
      String reason = status.reason().isEmpty() ? refusals.reason(status.node()) : "";
      return reason.isEmpty() ? status : status.with(reason);
    }
  }

  /**
   * Decides the placement, begins to watch, and waits until every node has answered or refused. It
   * waits at most ten times the setting {@code health.timeout}, which is what each may take for its
   * first answer. Nodes that do not answer are no error: they come in when they do.
   *
   * @param nanoClock {@link System#nanoTime} or a like clock
   * @throws IllegalArgumentException if the placement's settings contradict each other
   */
  public static Cluster open(
      ClusterSettings settings, NodeOpener opener, ThreadFactory threads, LongSupplier nanoClock) {
    return watching(
        settings,
        node -> new ServerInquiry(node, settings.kind(), opener, settings.health()),
        threads,
        nanoClock);
  }

  static Cluster watching(
      ClusterSettings settings,
      Function<Node, Inquiry> inquiries,
      ThreadFactory threads,
      LongSupplier nanoClock) {
    InstancePlacement placement =
        InstancePlacement.decide(settings.instance(), settings.nodes(), settings.placement());
    Cluster cluster = new Cluster(settings, placement, threads, nanoClock);
    cluster.tellPlacement();
    cluster.watch(inquiries);
    cluster.awaitFirstAnswers();
    return cluster;
  }

  private void watch(Function<Node, Inquiry> inquiries) {
    for (int i = 0; i < settings.nodes().size(); i++) {
      Node node = settings.nodes().get(i);
      int index = i;
      NodeMonitor monitor =
          new NodeMonitor(
              inquiries.apply(node),
              settings.health(),
              nanoClock,
              (look, started) -> take(index, look, started));
      monitors.add(monitor);
    }
    for (int i = 0; i < monitors.size(); i++) {
      start("matapalo-monitor-" + settings.nodes().get(i).name(), monitors.get(i));
    }
    start("matapalo-watchdog", this::watchOverMonitors);
  }

  private void awaitFirstAnswers() {
    try {
      boolean all =
          firstAnswers.await(settings.health().firstTimeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!all) {
        LOG.log(Level.FINE, "not every node has answered yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(String name, Runnable work) {
    Thread thread = threads.newThread(work);
    thread.setName(name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public List<Node> candidates(Intent intent) {
    State known = state.get();
    return intent == Intent.READ ? known.readers() : known.writers();
  }

  @Override
  public ClusterView view() {
    return state.get().view();
  }

  @Override
  public void suspect(Node node, String reason) {
    for (int i = 0; i < settings.nodes().size(); i++) {
      if (settings.nodes().get(i).name().equals(node.name())) {
        LOG.log(Level.FINE, "node {0} is suspected: {1}", new Object[] {node.name(), reason});
        monitors.get(i).suspect();
      }
    }
  }

  @Override
  public void refused(Node node, Intent intent, String reason) {
    refuse(node, intent);
    suspect(node, reason);
  }

  private synchronized void refuse(Node node, Intent intent) {
    State before = state.get();
    Refusals more =
        before.refusals().with(new Refusals.Refusal(node, intent, nanoClock.getAsLong()));
    state.set(State.of(settings, before.assessment(), more, before.view().version()));
  }

  /** Where this instance sits, why, and where it goes. */
  public InstancePlacement placement() {
    return placement;
  }

  /**
   * Tells of nodes with which what is under way on them is lost: gone, or without quorum. Not of
   * those that only lag or became read-only. Called on a thread of its own, which it may block.
   */
  public void onLeft(Consumer<Node> leaver) {
    leavers.add(leaver);
  }

  /** A look has come in; quick, and nothing in it waits. */
  private synchronized void take(int index, Look look, long startedNanos) {
    long now = nanoClock.getAsLong();
    State before = state.get();
    List<Watched> watched = new ArrayList<>(before.assessment().watched());
    Watched node = watched.get(index);
    watched.set(index, node.seen(look, now));
    Assessment after = before.assessment().with(settings, placement.order(), watched, now);
    boolean changed = stateLog.tell(before.assessment(), after);
    Refusals refusals = before.refusals().asked(node.node(), startedNanos);
    state.set(State.of(settings, after, refusals, before.view().version() + (changed ? 1 : 0)));
    if (answered.add(index)) {
      firstAnswers.countDown();
    }
    if (!after.rivals().isEmpty() && after.alarm().isEmpty()) {
      after.rivals().forEach(rival -> suspect(rival, "another node claims to be primary too"));
    }
    if (look.loss() == Loss.GONE && !wasGone(node)) {
      start("matapalo-left-" + node.node().name(), () -> tellLeft(node.node()));
    }
  }

  private static boolean wasGone(Watched node) {
    Look look = node.look();
    return look == null || look.loss() == Loss.GONE;
  }

  private void tellLeft(Node node) {
    for (Consumer<Node> leaver : leavers) {
      leaver.accept(node);
    }
  }

  private void watchOverMonitors() {
    long nap =
        Math.min(LONGEST_NAP_NANOS, settings.health().timeout().toNanos() / NAPS_PER_TIMEOUT);
    while (!closed) {
      for (NodeMonitor monitor : monitors) {
        Runnable breakingOff = monitor.endIfOverdue();
        if (breakingOff != null) {
          // Drivers may connect anew, or wait for a lock, to break a connection off.
          start("matapalo-break-off", breakingOff);
        }
      }
      LockSupport.parkNanos(this, nap);
    }
  }

  private void tellPlacement() {
    LOG.info(() ->
        "placed instance=%s node=%s reason=%s order=%s"
            .formatted(
                placement.placement().instance(),
                placement.placement().node().name(),
                placement.placement().reason(),
                placement.order().stream().map(Node::name).toList()));
    placement
        .plan()
        .map((PlacementPlan plan) -> plan.seats(Set.of()))
        .ifPresent(seats -> LOG.info(() -> "placement of all instances " + seats));
    placement.warnings().forEach(warning -> LOG.warning(() -> "placement: " + warning));
  }

  /** Ends all threads soon; waits for none of them. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    monitors.forEach(NodeMonitor::close);
  }
}
