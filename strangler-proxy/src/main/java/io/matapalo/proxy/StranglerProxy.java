package io.matapalo.proxy;

import io.matapalo.proxy.admin.ProxyPaths;
import io.matapalo.proxy.admin.StatusReport;
import io.matapalo.proxy.config.CutoverFile;
import io.matapalo.proxy.config.CutoverWatch;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.config.Timeouts;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.exchange.OpenRequests;
import io.matapalo.proxy.forwarding.Forwarder;
import io.matapalo.proxy.pipeline.Identification;
import io.matapalo.proxy.pipeline.ProxyPipeline;
import io.matapalo.proxy.pipeline.Reception;
import io.matapalo.proxy.pipeline.RouteFinder;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.Cluster;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: a running proxy. Sends each SOAP operation to legacy or fast path, and everything
 * else to legacy. Thread-safe.
 */
public final class StranglerProxy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StranglerProxy.class);
  private static final int BUFFER_BYTES = (16 << 10) - 20;
  private static final int MAX_POOLED_BUFFERS = 1_000;
  private static final int BUFFERS_A_THREAD = 12;

  private final HttpListener listener;
  private final CutoverWatch watch;
  private final OpenRequests openRequests;
  private final Map<String, Cluster> clusters;
  private final Timeouts timeouts;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StranglerProxy(
      HttpListener listener,
      CutoverWatch watch,
      OpenRequests openRequests,
      Map<String, Cluster> clusters,
      Timeouts timeouts) {
    this.listener = listener;
    this.watch = watch;
    this.openRequests = openRequests;
    this.clusters = clusters;
    this.timeouts = timeouts;
  }

  /**
   * Starts a proxy; it serves when this returns.
   *
   * @throws ProxyException if the address cannot be listened at
   */
  public static StranglerProxy start(ProxyConfig config) {
    return start(
        config,
        InstantSource.system(),
        new DefaultByteBufferPool(true, BUFFER_BYTES, MAX_POOLED_BUFFERS, BUFFERS_A_THREAD));
  }

  static StranglerProxy start(ProxyConfig config, InstantSource clock, ByteBufferPool buffers) {
    CutoverFile file = CutoverFile.open(config.cutoverFile(), config.catalogue());
    CutoverSwitch cutover = file.cutoverSwitch();
    RoutingCounters counters = new RoutingCounters(config.catalogue());
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    config.clusters().forEach((name, settings) -> clusters.put(name, new Cluster(settings, clock)));
    OpenRequests open = new OpenRequests();
    StatusReport status = new StatusReport(config.catalogue(), cutover, counters, open::count);
    ProxyPaths paths =
        new ProxyPaths(config.listener().adminPrefix(), healthOf(open), status::toJson);
    ProxyPipeline pipeline =
        new ProxyPipeline(
            new Reception(config, open, paths, counters, clock),
            new Identification(config, counters),
            new RouteFinder(config, cutover, clusters, counters),
            new Forwarder(config, clock));
    HttpListener listener = HttpListener.open(config, pipeline, buffers);
    CutoverWatch watch =
        CutoverWatch.start(
            file,
            config.timeouts().cutoverPoll(),
            Thread.ofPlatform().daemon().name("cutover-watch").factory());
    StranglerProxy proxy = new StranglerProxy(listener, watch, open, clusters, config.timeouts());
    LOG.info("Proxy started. host={} port={}", config.listener().host(), proxy.port());
    return proxy;
  }

  private static Supplier<ProxyPaths.Health> healthOf(OpenRequests open) {
    return () ->
        switch (open.mode()) {
          case SERVING -> ProxyPaths.Health.OK;
          case DRAINING, ENDING -> ProxyPaths.Health.DRAINING;
        };
  }

  /** The port it listens at. */
  public int port() {
    return listener.port();
  }

  /**
   * Stops: accepts no more connections, lets requests in flight end within the drain time, answers
   * what is left with 503. Blocks until done; a second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // First, so that whoever reads the line gets answers that end their connection.
    openRequests.startDraining();
    LOG.info("Proxy stops. open-requests={}", openRequests.count());
    listener.stopAccepting();
    try {
      boolean allEnded = openRequests.awaitNone(timeouts.drain());
      if (!allEnded) {
        LOG.warn(
            "Requests are refused, they did not end within the drain time. open-requests={}"
                + " drain={}",
            openRequests.count(),
            timeouts.drain());
      }
      openRequests.endAll();
      openRequests.awaitNone(timeouts.linger());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watch.close();
    clusters.values().forEach(cluster -> cluster.pool().closeIdle());
    listener.close();
    LOG.info("Proxy stopped.");
  }
}
