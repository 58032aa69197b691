package io.matapalo.proxy;

import io.matapalo.proxy.admin.AdminDesk;
import io.matapalo.proxy.admin.Explanation;
import io.matapalo.proxy.admin.MetricsPage;
import io.matapalo.proxy.admin.ProxyPaths;
import io.matapalo.proxy.admin.StatusReport;
import io.matapalo.proxy.config.CutoverFile;
import io.matapalo.proxy.config.CutoverWatch;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.OpenRequests;
import io.matapalo.proxy.forwarding.Forwarder;
import io.matapalo.proxy.pipeline.Identification;
import io.matapalo.proxy.pipeline.ProxyPipeline;
import io.matapalo.proxy.pipeline.Reception;
import io.matapalo.proxy.pipeline.RouteFinder;
import io.matapalo.proxy.telemetry.AccessLog;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.Cluster;
import io.matapalo.proxy.upstream.HealthWatch;
import io.matapalo.proxy.upstream.Names;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the parts of the proxy together, and does so again for other settings: what counts, waits or
 * is known of instances goes on, the rest is made anew and put in force by one write. A request
 * ends with the parts that it began with. Thread-safe, but for {@link #become}: one caller at a
 * time.
 */
final class Assembly implements HttpHandler, AutoCloseable {

  private static final Duration NAME_SERVICE_PATIENCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final OpenRequests open;

  /** A look-up holds its thread in native code, which would hold up a carrier of virtual ones. */
  private final Names names =
      new Names(
          InetAddress::getAllByName, Thread.ofPlatform().daemon().name("name-lookup").factory());

  private final RoutingCounters counters;
  private final AtomicReference<Running> running;
  private final HealthWatch health;
  private CutoverFile cutover;
  private CutoverWatch watch;

  Assembly(ProxyConfig config, InstantSource clock) {
    this(config, CutoverFile.open(config.cutoverFile(), config.catalogue()), clock);
  }

  Assembly(ProxyConfig config, CutoverFile cutover, InstantSource clock) {
    this.clock = clock;
    this.open =
        new OpenRequests(
            config
                .observation()
                .accessLog()
                .map(file ->
                    AccessLog.to(file, Thread.ofPlatform().daemon().name("access-log").factory())));
    this.counters = new RoutingCounters(config.catalogue());
    this.cutover = cutover;
    this.running = new AtomicReference<>(assembled(config, Map.of()));
    this.watch = watching(config);
    this.health =
        HealthWatch.start(
            this::clusters, names, clock, Thread.ofVirtual().name("health").factory());
  }

  private CutoverWatch watching(ProxyConfig config) {
    return CutoverWatch.start(
        cutover,
        config.timeouts().cutoverPoll(),
        Thread.ofPlatform().daemon().name("cutover-watch").factory());
  }

  private Running assembled(ProxyConfig config, Map<String, Cluster> before) {
    lookUpHosts(config);
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    config
        .clusters()
        .forEach((name, settings) -> {
          Cluster old = before.get(name);
          clusters.put(
              name,
              old == null
                  ? new Cluster(settings, names, clock)
                  : old.reconfigured(settings, names, clock));
        });
    StatusReport status =
        new StatusReport(
            config.catalogue(), cutover.cutoverSwitch(), counters, open::count, () -> clusters);
    ProxyPaths paths =
        new ProxyPaths(config.listener().adminPrefix(), this::healthNow, status::toJson);
    ProxyPipeline pipeline =
        new ProxyPipeline(
            new Reception(config, open, paths, counters, clock),
            new Identification(config, counters),
            new RouteFinder(config, cutover.cutoverSwitch(), clusters, counters),
            new Forwarder(config, counters, clock));
    AdminDesk.View view =
        new AdminDesk.View(
            clusters,
            status::toJson,
            new MetricsPage(config.catalogue(), counters, open, clusters),
            new Explanation(config, cutover.cutoverSwitch(), clusters));
    return new Running(config, Collections.unmodifiableMap(clusters), pipeline, view);
  }

  private void lookUpHosts(ProxyConfig config) {
    Set<String> hosts = new HashSet<>();
    config
        .clusters()
        .values()
        .forEach(cluster -> cluster.instances().forEach(instance -> hosts.add(instance.host())));
    try {
      names.lookUp(hosts, NAME_SERVICE_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProxyPaths.Health healthNow() {
    return switch (open.mode()) {
      case SERVING -> ProxyPaths.Health.OK;
      case DRAINING, ENDING -> ProxyPaths.Health.DRAINING;
    };
  }

  /** Counts what is refused before it is a request. */
  RefusalLog refusals() {
    return new RefusalLog(counters, clock);
  }

  AdminDesk.View view() {
    return running.get().view();
  }

  /** Puts other settings in force for all requests that are accepted from now on. */
  void become(ProxyConfig config) {
    Running before = running.get();
    counters.cover(config.catalogue());
    watch.close();
    cutover = cutover.reopened(config.cutoverFile(), config.catalogue());
    watch = watching(config);
    Running after = assembled(config, before.clusters());
    running.set(after);
    open.log().ifPresent(AccessLog::reopen);
    before
        .clusters()
        .forEach((name, cluster) -> {
          if (!after.clusters().containsKey(name)) {
            cluster.pool().retire();
          }
        });
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    running.get().pipeline().handleRequest(exchange);
  }

  OpenRequests openRequests() {
    return open;
  }

  Map<String, Cluster> clusters() {
    return running.get().clusters();
  }

  ProxyConfig config() {
    return running.get().config();
  }

  /** Closes idle connections to instances; to be called while the I/O threads run. */
  void closeIdle() {
    clusters().values().forEach(cluster -> cluster.pool().closeIdle());
  }

  /** Ends the threads of its own; to be called when no request is left. */
  @Override
  public void close() {
    watch.close();
    health.close();
    open.log().ifPresent(AccessLog::close);
  }
}
