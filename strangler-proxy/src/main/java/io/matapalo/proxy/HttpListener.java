package io.matapalo.proxy;

import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.reading.RequestStream;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
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

  private final XnioWorker worker;
  private final AcceptingChannel<? extends StreamConnection> server;
  private final HttpOpenListener connections;
  private final int ioThreads;

  private HttpListener(
      XnioWorker worker,
      AcceptingChannel<? extends StreamConnection> server,
      HttpOpenListener connections,
      int ioThreads) {
    this.worker = worker;
    this.server = server;
    this.connections = connections;
    this.ioThreads = ioThreads;
  }

  static HttpListener open(ProxyConfig config, HttpHandler handler, ByteBufferPool buffers) {
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
    XnioWorker worker = null;
    try {
      worker = Xnio.getInstance().createWorker(workerOptions(listener.ioThreads()));
      AcceptingChannel<? extends StreamConnection> server =
          worker.createStreamConnectionServer(
              address,
              greeter(new EndingListener<>(RequestStream.before(connections, headLimits(config)))),
              socketOptions(config));
      server.resumeAccepts();
      return new HttpListener(worker, server, connections, listener.ioThreads());
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

  private static RequestStream.HeadLimits headLimits(ProxyConfig config) {
    return new RequestStream.HeadLimits(
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

  int port() {
    return server.getLocalAddress(InetSocketAddress.class).getPort();
  }

  void stopAccepting() {
    IoUtils.safeClose(server);
  }

  /** Lets the I/O threads do what was given to them before: it would fail once they end. */
  private void settle() throws InterruptedException {
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
    stopAccepting();
    try {
      settle();
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
