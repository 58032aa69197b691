package io.matapalo.proxy.upstream;

import io.matapalo.proxy.health.DueProbe;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.resilience.OwnShortage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the instances of all clusters: lets probes be made that are due, and names be looked
 * up again. Each probe has a thread of its own, and one instance has at most two at a time.
 * Thread-safe.
 */
public final class HealthWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final long TICK_MILLIS = 100;
  private static final long NAMES_EVERY_MILLIS = 10_000;

  private final ScheduledThreadPoolExecutor executor;
  private final Supplier<Map<String, Cluster>> clusters;
  private final Names names;
  private final InstantSource clock;
  private final HealthProbe probes;
  private final ThreadFactory threads;

  /** When the interval of a cluster began. Confined to the thread of the executor. */
  private final Map<String, Long> intervals = new HashMap<>();

  private long namesAtMillis;

  private HealthWatch(
      ScheduledThreadPoolExecutor executor,
      Supplier<Map<String, Cluster>> clusters,
      Names names,
      InstantSource clock,
      ThreadFactory threads) {
    this.executor = executor;
    this.clusters = clusters;
    this.names = names;
    this.clock = clock;
    this.probes = new HealthProbe(clock);
    this.threads = threads;
    this.namesAtMillis = clock.millis() + NAMES_EVERY_MILLIS;
  }

  /**
   * Starts to look.
   *
   * @param clusters those in force at each look
   * @param threads for the clock and for probes
   */
  public static HealthWatch start(
      Supplier<Map<String, Cluster>> clusters,
      Names names,
      InstantSource clock,
      ThreadFactory threads) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
    HealthWatch watch = new HealthWatch(executor, clusters, names, clock, threads);
    var _ =
        executor.scheduleWithFixedDelay(
            watch::lookGuarded, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** The thread's outermost guard: a periodic task that throws would never run again. */
  private void lookGuarded() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("Instances could not be looked at, their states stay.", e);
    }
  }

  private void look() {
    long now = clock.millis();
    for (Cluster cluster : clusters.get().values()) {
      Members members = cluster.members();
      long began = intervals.computeIfAbsent(cluster.config().name(), _ -> now);
      if (now - began >= members.interval().toMillis()) {
        intervals.put(cluster.config().name(), now);
        members.beginInterval();
      }
      for (DueProbe due : members.tick()) {
        threads.newThread(() -> probe(cluster, due)).start();
      }
    }
    if (now >= namesAtMillis) {
      namesAtMillis = now + NAMES_EVERY_MILLIS;
      names.refresh(hostsOf(clusters.get()));
    }
  }

  private void probe(Cluster cluster, DueProbe due) {
    Members members = cluster.members();
    try {
      members.probed(due, probes.make(due, addressOf(due), cluster.config().tls()));
    } catch (IOException e) {
      LOG.debug("Probe failed. instance={} reason={}", due.instance().name(), e.toString());
      members.probed(
          due, OwnShortage.isIn(e) ? DueProbe.Result.NOT_MADE : DueProbe.Result.NO_ANSWER);
    } catch (RuntimeException e) {
      LOG.error("Probe failed by a fault of the proxy. instance={}", due.instance().name(), e);
      members.probed(due, DueProbe.Result.NOT_MADE);
    }
  }

  private InetSocketAddress addressOf(DueProbe due) throws IOException {
    List<InetSocketAddress> addresses = names.addressesOf(due.instance());
    if (addresses.isEmpty()) {
      throw new IOException("no address is known for the host of " + due.instance().name());
    }
    return addresses.getFirst();
  }

  private static List<String> hostsOf(Map<String, Cluster> clusters) {
    return clusters.values().stream()
        .flatMap(cluster -> cluster.members().states().stream())
        .map(state -> state.instance().host())
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
