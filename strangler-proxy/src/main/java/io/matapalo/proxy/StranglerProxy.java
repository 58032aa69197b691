package io.matapalo.proxy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.admin.AdminDesk;
import io.matapalo.proxy.config.ConfigException;
import io.matapalo.proxy.config.ConfigFile;
import io.matapalo.proxy.config.CutoverFile;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.config.Timeouts;
import io.matapalo.proxy.cutover.CutoverTable;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.exchange.OpenRequests;
import io.matapalo.proxy.takeover.ListeningSocket;
import io.matapalo.proxy.warmup.WarmUp;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
  private final Assembly assembly;
  private final Descriptors descriptors;
  private final AdminPort admin;
  private final ReentrantLock reloading = new ReentrantLock();

  @GuardedBy("reloading")
  private @Nullable ConfigFile file;

  private final AtomicBoolean closed = new AtomicBoolean();

  private StranglerProxy(
      HttpListener listener, Assembly assembly, Descriptors descriptors, AdminPort admin) {
    this.admin = admin;
    this.listener = listener;
    this.assembly = assembly;
    this.descriptors = descriptors;
  }

  /**
   * Starts a proxy; it serves when this returns.
   *
   * @throws ProxyException if the address cannot be listened at
   */
  public static StranglerProxy start(ProxyConfig config) {
    return start(config, InstantSource.system(), buffers(), ListeningSocket.Claim.ALONE);
  }

  private static ByteBufferPool buffers() {
    return new DefaultByteBufferPool(true, BUFFER_BYTES, MAX_POOLED_BUFFERS, BUFFERS_A_THREAD);
  }

  /**
   * Starts a proxy of a file, which it can read again.
   *
   * @param port to listen at; negative for the one in the file
   * @param claim whether another proxy may listen there already, which this one takes over from
   * @throws ProxyException if the address cannot be listened at
   */
  static StranglerProxy start(ConfigFile file, int port, ListeningSocket.Claim claim) {
    ProxyConfig config = port < 0 ? file.config() : file.config().onPort(port);
    StranglerProxy proxy = start(config, InstantSource.system(), buffers(), claim);
    proxy.rereads(file);
    return proxy;
  }

  static StranglerProxy start(
      ProxyConfig config,
      InstantSource clock,
      ByteBufferPool buffers,
      ListeningSocket.Claim claim) {
    Descriptors descriptors = Descriptors.ofThisProcess();
    ProxyConfig fitted = descriptors.fitted(config);
    AdminPort admin = AdminPort.of(config);
    Assembly assembly = new Assembly(fitted, clock);
    HttpListener listener = listening(fitted, assembly, buffers, claim);
    StranglerProxy proxy = new StranglerProxy(listener, assembly, descriptors, admin);
    proxy.openAdmin(claim);
    LOG.info("Proxy started. host={} port={}", config.listener().host(), proxy.port());
    return proxy;
  }

  private static HttpListener listening(
      ProxyConfig config, Assembly assembly, ByteBufferPool buffers, ListeningSocket.Claim claim) {
    try {
      return HttpListener.open(config, assembly, buffers, claim, assembly.refusals());
    } catch (ProxyException e) {
      assembly.close();
      throw e;
    }
  }

  /**
   * Runs the code of a request until it is compiled, for as long at most; 0 for not at all. Blocks;
   * to be called before a proxy starts, because it takes the processors' time.
   */
  static void warmUp(Duration atMost) {
    if (atMost.isZero()) {
      return;
    }
    new WarmUp(StranglerProxy::rehearsal, Thread.ofPlatform().daemon().name("warm-up").factory())
        .run(atMost);
  }

  /** A proxy that nobody hears of; every operation that can be on the fast path is. */
  private static WarmUp.Serving rehearsal(ProxyConfig config) {
    InstantSource clock = InstantSource.system();
    Map<String, String> sides = new HashMap<>();
    config.catalogue().operations().forEach(known -> sides.put(known.name(), Side.FAST.label()));
    CutoverTable table = CutoverTable.allLegacy().next(config.catalogue(), sides);
    Assembly assembly =
        new Assembly(
            config, CutoverFile.absent(config.cutoverFile(), config.catalogue(), table), clock);
    ByteBufferPool buffers = buffers();
    HttpListener listener = listening(config, assembly, buffers, ListeningSocket.Claim.ALONE);
    return new WarmUp.Serving() {
      @Override
      public int port() {
        return listener.port();
      }

      @Override
      public void close() {
        assembly.closeIdle();
        listener.close();
        assembly.close();
        buffers.close();
      }
    };
  }

  private void openAdmin(ListeningSocket.Claim claim) {
    try {
      admin.open(desk(), claim);
    } catch (ProxyException e) {
      close();
      throw e;
    }
  }

  private AdminDesk desk() {
    return new AdminDesk(
        assembly::view,
        () -> {
          ReloadReport report = reload();
          return new AdminDesk.Reloaded(report instanceof ReloadReport.Applied, report.toJson());
        });
  }

  /** The admin port; empty if there is none. */
  public OptionalInt adminPort() {
    return admin.number();
  }

  void rereads(ConfigFile source) {
    reloading.lock();
    try {
      this.file = source;
    } finally {
      reloading.unlock();
    }
  }

  /** The port it listens at. */
  public int port() {
    return listener.port();
  }

  /**
   * Reads the configuration again and puts in force what differs, for requests that are accepted
   * from then on; no request is lost by it. A file that cannot be used changes nothing. Blocks
   * until done.
   */
  public ReloadReport reload() {
    reloading.lock();
    try {
      ConfigFile before = file;
      if (before == null) {
        return new ReloadReport.Refused("the proxy was not started from a file");
      }
      ConfigFile after = before.readAgain();
      ReloadReport.Applied report = ReloadReport.Applied.of(before.changesTo(after));
      assembly.become(descriptors.fitted(after.config()));
      listener.become(after.config());
      file = after;
      tell(report);
      return report;
    } catch (ConfigException e) {
      LOG.error("Configuration cannot be used, the last good one stays. reason={}", e.getMessage());
      return new ReloadReport.Refused(String.valueOf(e.getMessage()));
    } finally {
      reloading.unlock();
    }
  }

  private static void tell(ReloadReport.Applied report) {
    report
        .applied()
        .forEach(change ->
            LOG.info(
                "Setting changed. key={} before={} after={}",
                change.key(),
                change.before(),
                change.after()));
    report
        .needRestart()
        .forEach(change ->
            LOG.warn(
                "Setting takes effect at the next start only. key={} before={} after={}",
                change.key(),
                change.before(),
                change.after()));
    LOG.info(
        "Configuration read again. changed={} need-restart={}",
        report.applied().size(),
        report.needRestart().size());
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
    admin.close();
    // First, so that whoever reads the line gets answers that end their connection.
    OpenRequests openRequests = assembly.openRequests();
    Timeouts timeouts = assembly.config().timeouts();
    openRequests.startDraining();
    LOG.info("Proxy stops. open-requests={}", openRequests.count());
    try {
      listener.stopAccepting();
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
    assembly.closeIdle();
    listener.close();
    assembly.close();
    LOG.info("Proxy stopped.");
  }
}
