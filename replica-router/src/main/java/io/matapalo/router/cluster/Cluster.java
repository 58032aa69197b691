package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.JdbcProbe;
import io.matapalo.router.cluster.health.NodeMonitor;
import io.matapalo.router.cluster.health.NodeOpener;
import io.matapalo.router.cluster.health.Probe;
import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Loss;
import io.matapalo.router.placement.InstancePlacement;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
 * One cluster: its nodes, the health of each, and the node on which this instance is placed.
 * Thread-safe. Close it, or its threads go on.
 *
 * <p><b>Idea.</b> Each node is probed by a thread and a connection of its own, so that a node that
 * hangs delays no other. Each result makes one immutable {@link State}, published behind one
 * reference. A transaction that asks for a node reads that reference, and waits for no server.
 *
 * <p><b>States of a node.</b> Unknown before the first probe. Usable, as primary or replica, after
 * a good one. Not usable with an obstacle: no answer, no quorum, too much lag, a second primary. A
 * node that refused a statement is not usable until a probe that began later ({@link Refusals}). A
 * node that returns is used last until its {@link io.matapalo.router.placement.Presence} is in use
 * again.
 *
 * <p><b>Silence.</b> Where a driver ignores its timeout, a watchdog reports the node instead. One
 * silent probe ends its use; two, or a refused connection, break its transactions off as well.
 *
 * <p><b>Cost.</b> One statement per node and {@code health.interval}, two where a replica reports
 * its lag, and {@code nodes + 1} threads. A lost node is left after {@code health.interval +
 * health.timeout}; until then a transaction may meet it, fail, and have it probed at once.
 *
 * <p><b>Source.</b> MySQL manual, "Group Replication Server States"; Galera, "wsrep_local_state".
 */
public final class Cluster implements Routes, AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router.cluster");
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int PAUSES_PER_TIMEOUT = 10;

  private final ClusterSettings settings;
  private final InstancePlacement placement;
  private final OpenFailures failures;
  private final ThreadFactory threads;
  private final LongSupplier nanoClock;
  private final List<NodeMonitor> monitors = new ArrayList<>();
  private final CountDownLatch firstResults;
  private final List<Consumer<Node>> lossListeners = new CopyOnWriteArrayList<>();
  private final StateLog stateLog = new StateLog(LOG);
  private final AtomicReference<State> state;

  /** Indexes of the nodes with a result; confined to {@link #take}. */
  private final Set<Integer> probed = new HashSet<>();

  private volatile boolean closed;

  private Cluster(
      ClusterSettings settings,
      InstancePlacement placement,
      OpenFailures failures,
      ThreadFactory threads,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.placement = placement;
    this.failures = failures;
    this.threads = threads;
    this.nanoClock = nanoClock;
    this.firstResults = new CountDownLatch(settings.nodes().size());
    ClusterAssessment unknown =
        ClusterAssessment.first(settings, placement.order(), nanoClock.getAsLong());
    this.state = new AtomicReference<>(State.of(settings, unknown, Refusals.NONE, 0));
  }

  /** What routing reads at one moment. Immutable. */
  private record State(
      ClusterAssessment assessment,
      Refusals refusals,
      ClusterView view,
      List<Node> readers,
      List<Node> writers) {

    static State of(
        ClusterSettings settings, ClusterAssessment assessment, Refusals refusals, long version) {
      List<NodeStatus> nodes =
          assessment.nodes().stream().map(status -> withRefusal(status, refusals)).toList();
      return new State(
          assessment,
          refusals,
          new ClusterView(settings.kind(), assessment.engine(), nodes, version),
          refusals.without(assessment.readers(), Intent.READ),
          refusals.without(assessment.writers(), Intent.WRITE));
    }

    private static NodeStatus withRefusal(NodeStatus status, Refusals refusals) {
      String reason = status.reason().isEmpty() ? refusals.reason(status.node()) : "";
      return reason.isEmpty() ? status : status.with(reason);
    }
  }

  /**
   * Places the instance, begins to probe the nodes, and waits until each probe has its first
   * result: at most ten times the setting {@code health.timeout}. A node that does not answer is no
   * error, because it joins the choice as soon as it answers.
   *
   * @param nanoClock {@link System#nanoTime} or a like clock
   * @throws IllegalArgumentException if the placement's settings contradict each other
   */
  public static Cluster open(
      ClusterSettings settings, NodeOpener opener, ThreadFactory threads, LongSupplier nanoClock) {
    OpenFailures failures = new OpenFailures();
    NodeOpener watched = failures.watching(opener);
    return probing(
        settings,
        node -> new JdbcProbe(node, settings.kind(), watched, settings.health()),
        failures,
        threads,
        nanoClock);
  }

  static Cluster probing(
      ClusterSettings settings,
      Function<Node, Probe> probes,
      OpenFailures failures,
      ThreadFactory threads,
      LongSupplier nanoClock) {
    InstancePlacement placement =
        InstancePlacement.decide(settings.instance(), settings.nodes(), settings.placement());
    Cluster cluster = new Cluster(settings, placement, failures, threads, nanoClock);
    cluster.stateLog.logPlacement(placement);
    cluster.startMonitors(probes);
    cluster.awaitFirstResults();
    return cluster;
  }

  private void startMonitors(Function<Node, Probe> probes) {
    for (int i = 0; i < settings.nodes().size(); i++) {
      Node node = settings.nodes().get(i);
      int index = i;
      NodeMonitor monitor =
          new NodeMonitor(
              probes.apply(node),
              settings.health(),
              nanoClock,
              (result, started) -> take(index, result, started));
      monitors.add(monitor);
    }
    for (int i = 0; i < monitors.size(); i++) {
      start("matapalo-monitor-" + settings.nodes().get(i).name(), monitors.get(i));
    }
    start("matapalo-watchdog", this::endOverdueProbes);
  }

  private void awaitFirstResults() {
    try {
      boolean all =
          firstResults.await(settings.health().firstTimeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!all) {
        LOG.log(Level.FINE, "not every node has answered its first probe");
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
    State present = state.get();
    return intent == Intent.READ ? present.readers() : present.writers();
  }

  @Override
  public ClusterView view() {
    return state.get().view();
  }

  @Override
  public Optional<SQLException> failure(Node node) {
    return failures.of(node);
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

  /**
   * Calls {@code listener} when the transactions on a node are lost with it: the node is gone, or
   * has no quorum. A node that only lags or is read-only does not count. The call has a thread of
   * its own, which it may block.
   */
  public void onLost(Consumer<Node> listener) {
    lossListeners.add(listener);
  }

  /** Takes the result of a probe in. Quick: nothing in it waits. */
  private synchronized void take(int index, ProbeResult result, long startedNanos) {
    long now = nanoClock.getAsLong();
    State before = state.get();
    List<NodeHealth> health = new ArrayList<>(before.assessment().health());
    NodeHealth node = health.get(index);
    health.set(index, node.after(result, now));
    ClusterAssessment after = before.assessment().with(settings, placement.order(), health, now);
    boolean changed = stateLog.log(before.assessment(), after);
    Refusals refusals = before.refusals().probed(node.node(), startedNanos);
    state.set(State.of(settings, after, refusals, before.view().version() + (changed ? 1 : 0)));
    if (probed.add(index)) {
      firstResults.countDown();
    }
    if (!after.rivals().isEmpty() && after.alarm().isEmpty()) {
      after.rivals().forEach(rival -> suspect(rival, "another node claims to be primary too"));
    }
    if (result.loss() == Loss.GONE && !node.isGone()) {
      start("matapalo-lost-" + node.node().name(), () -> tellLost(node.node()));
    }
  }

  private void tellLost(Node node) {
    for (Consumer<Node> listener : lossListeners) {
      listener.accept(node);
    }
  }

  private void endOverdueProbes() {
    long pause =
        Math.min(LONGEST_PAUSE_NANOS, settings.health().timeout().toNanos() / PAUSES_PER_TIMEOUT);
    while (!closed) {
      for (NodeMonitor monitor : monitors) {
        Runnable breakOff = monitor.endIfOverdue();
        if (breakOff != null) {
          // A thread of its own, because drivers connect anew or wait for a lock to break off.
          start("matapalo-break-off", breakOff);
        }
      }
      LockSupport.parkNanos(this, pause);
    }
  }

  /** Ends all threads soon, without waiting for them. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    monitors.forEach(NodeMonitor::close);
  }
}
