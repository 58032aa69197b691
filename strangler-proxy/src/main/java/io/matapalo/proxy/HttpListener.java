package io.matapalo.proxy;

import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.http2.Http2Connections;
import io.matapalo.proxy.reading.HeadLimits;
import io.matapalo.proxy.reading.RequestStreams;
import io.matapalo.proxy.resilience.LogBudget;
import io.matapalo.proxy.takeover.ListeningSocket;
import io.matapalo.proxy.takeover.ListeningSockets;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The socket that clients connect to, with its I/O threads. Thread-safe. */
final class HttpListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 1024;
  private static final long WORKER_END_MILLIS = 5_000;

  /** Longer than a handshake that was begun with this process takes to its end. */
  private static final long LAST_ACCEPTS_MILLIS = 500;

  private final XnioWorker worker;
  private final AcceptingChannel<? extends StreamConnection> server;
  private final HttpOpenListener connections;
  private final Greeter greeter;
  private final TlsListener tls;
  private final Http2Connections http2;

  private HttpListener(
      XnioWorker worker,
      AcceptingChannel<? extends StreamConnection> server,
      HttpOpenListener connections,
      Greeter greeter,
      TlsListener tls,
      Http2Connections http2) {
    this.worker = worker;
    this.server = server;
    this.connections = connections;
    this.greeter = greeter;
    this.tls = tls;
    this.http2 = http2;
  }

  static HttpListener open(
      ProxyConfig config,
      HttpHandler handler,
      ByteBufferPool buffers,
      ListeningSocket.Claim claim,
      RefusalLog refusals) {
    HttpOpenListener connections = new HttpOpenListener(buffers, protocolOptions(config));
    connections.setRootHandler(handler);
    ProxyConfig.Listener listener = config.listener();
    InetSocketAddress address = new InetSocketAddress(listener.host(), listener.port());
    if (address.isUnresolved()) {
      throw new ProxyException(
          "no address is known for listen-host %s; give an address of this machine"
              .formatted(listener.host()),
          new UnknownHostException(listener.host()));
    }
    RequestStreams serving = new RequestStreams(connections, headLimits(config));
    Http2Connections http2 =
        new Http2Connections(serving, http2Settings(config), buffers, refusals);
    TlsListener tls =
        new TlsListener(serving, http2, listener.tls(), config.timeouts().head(), refusals);
    Greeter greeter = greeterOf(config, tls, buffers);
    XnioWorker worker = null;
    try {
      worker = Xnio.getInstance().createWorker(workerOptions(listener.ioThreads()));
      AcceptingChannel<? extends StreamConnection> server =
          ListeningSocket.open(
              worker, address, greeter(limited(config, greeter)), socketOptions(config), claim);
      server.resumeAccepts();
      return new HttpListener(worker, server, connections, greeter, tls, http2);
    } catch (IOException e) {
      if (worker != null) {
        worker.shutdownNow();
      }
      throw new ProxyException(
          "cannot listen at %s port %d (%s); choose another listen-port or stop what holds it"
              .formatted(listener.host(), listener.port(), e.getMessage()),
          e);
    }
  }

  /** Takes connections before they are HTTP's. */
  interface Greeter extends ChannelListener<StreamConnection> {

    /** Closes connections that have not become HTTP's yet. */
    void hangUp();
  }

  private static Greeter greeterOf(ProxyConfig config, TlsListener tls, ByteBufferPool buffers) {
    return switch (config.listener().preamble()) {
      case NONE -> tls;
      case PROXY_PROTOCOL ->
          new ProxyProtocolListener(
              tls, config.listener().trusted(), buffers, config.timeouts().head());
    };
  }

  private static ChannelListener<StreamConnection> limited(ProxyConfig config, Greeter greeter) {
    ChannelListener<StreamConnection> serving = new EndingListener<>(greeter);
    int most = config.limits().maxConnectionsPerAddress();
    if (most == 0) {
      return serving;
    }
    return new AddressLimit(
        serving,
        most,
        config.listener().trusted(),
        new LogBudget(Duration.ofSeconds(1), InstantSource.system()));
  }

  /** Like XNIO's own adapter, which logs a connection that came while it stops as an error. */
  private static ChannelListener<AcceptingChannel<StreamConnection>> greeter(
      ChannelListener<StreamConnection> open) {
    return server -> {
      try {
        StreamConnection accepted = server.accept();
        if (accepted != null) {
          ChannelListeners.invokeChannelListener(accepted, open);
        }
      } catch (ClosedChannelException e) {
        LOG.debug("Connection is not accepted, the proxy stops.", e);
      } catch (IOException e) {
        LOG.error("Connection could not be accepted. reason={}", e.toString());
      }
    };
  }

  private static OptionMap workerOptions(int ioThreads) {
    return OptionMap.builder()
        .set(Options.WORKER_NAME, "proxy")
        .set(Options.WORKER_IO_THREADS, ioThreads)
        .set(Options.WORKER_TASK_CORE_THREADS, 1)
        .set(Options.WORKER_TASK_MAX_THREADS, 1)
        .set(Options.THREAD_DAEMON, true)
        .getMap();
  }

  private static OptionMap socketOptions(ProxyConfig config) {
    int most = config.limits().maxClientConnections();
    return OptionMap.builder()
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.CONNECTION_HIGH_WATER, most)
        .set(Options.CONNECTION_LOW_WATER, most)
        .getMap();
  }

  private static Http2Connections.Settings http2Settings(ProxyConfig config) {
    return new Http2Connections.Settings(
        config.limits().maxHeaderBytes(),
        config.limits().maxClientConnections(),
        config.timeouts().head(),
        config.timeouts().keepAlive(),
        config.timeouts().linger());
  }

  private static HeadLimits headLimits(ProxyConfig config) {
    return new HeadLimits(
        config.limits().maxHeaderBytes(),
        config.limits().maxHeaders(),
        config.timeouts().head().toMillis());
  }

  /**
   * Undertow's own body limit is switched off in so many words: its default of 2 MiB would end
   * larger requests in a way that looks like a dead upstream. The proxy counts for itself. The
   * limits of a head are checked below Undertow, whose own refusal would be neither logged nor
   * counted.
   */
  private static OptionMap protocolOptions(ProxyConfig config) {
    return OptionMap.builder()
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .set(UndertowOptions.MAX_HEADER_SIZE, Integer.MAX_VALUE)
        .set(UndertowOptions.MAX_HEADERS, config.limits().maxHeaders())
        .set(UndertowOptions.MAX_PARAMETERS, config.limits().maxHeaderBytes())
        .set(
            UndertowOptions.NO_REQUEST_TIMEOUT,
            Math.toIntExact(config.timeouts().keepAlive().toMillis()))
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ENABLE_HTTP2, false)
        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .getMap();
  }

  /** Puts other certificates in force for connections that are accepted from now on. */
  void become(ProxyConfig config) {
    tls.become(config.listener().tls());
  }

  int port() {
    return server.getLocalAddress(InetSocketAddress.class).getPort();
  }

  /**
   * Closes the listening socket. If another process has taken the port over, no more connections
   * come to it, but those that wait there would be reset: they are accepted first. Clients of
   * HTTP/2 learn which of their requests is the last.
   */
  void stopAccepting() throws InterruptedException {
    InetSocketAddress address = server.getLocalAddress(InetSocketAddress.class);
    try {
      if (ListeningSockets.now().holdersOf(address) > 1) {
        boolean _ = new CountDownLatch(1).await(LAST_ACCEPTS_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      LOG.debug("It is not known who listens at the port. reason={}", e.toString());
    } finally {
      IoUtils.safeClose(server);
    }
    http2.stop();
  }

  /** Lets the I/O threads do what was given to them before: it would fail once they end. */
  private void settle() throws InterruptedException {
    int ioThreads = worker.getIoThreadCount();
    CountDownLatch done = new CountDownLatch(ioThreads);
    for (int i = 0; i < ioThreads; i++) {
      worker.getIoThread(i).execute(done::countDown);
    }
    if (!done.await(WORKER_END_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.warn("I/O threads are busy, what they have not done yet is dropped.");
    }
  }

  /** Closes all connections of clients and ends the I/O threads. */
  @Override
  public void close() {
    IoUtils.safeClose(server);
    try {
      settle();
      greeter.hangUp();
      tls.hangUp();
      http2.hangUp();
      connections.closeConnections();
      settle();
      worker.shutdown();
      if (!worker.awaitTermination(WORKER_END_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("I/O threads did not end in time, they are abandoned.");
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
