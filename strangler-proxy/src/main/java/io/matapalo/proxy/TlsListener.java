package io.matapalo.proxy;

import io.matapalo.proxy.http2.Http2Connections;
import io.matapalo.proxy.reading.RequestStreams;
import io.matapalo.proxy.resilience.LogBudget;
import io.matapalo.proxy.telemetry.RefusalLog;
import io.matapalo.proxy.tls.ServerTls;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.PushBackStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.ssl.SslConnection;

/**
 * Makes the TLS handshake with each client, if the proxy speaks TLS, and lets the connection go on
 * as one of plain bytes. Thread-safe. Certificates can be exchanged at any time: a connection keeps
 * those that it began with.
 */
final class TlsListener implements HttpListener.Greeter {

  private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
  private static final byte[] NOTHING = {};

  /** Signatures take milliseconds, so that an I/O thread does not make them. */
  private static final ThreadFactory CALCULATING =
      Thread.ofVirtual().name("tls-handshake").factory();

  private final RequestStreams serving;
  private final Http2Connections http2;
  private final Duration patience;
  private final RefusalLog refusals;
  private final AtomicReference<Optional<ServerTls>> inForce;
  private final LogBudget lines = new LogBudget(Duration.ofSeconds(1), InstantSource.system());

  /** As many as there are connections, whose number is limited. */
  private final Set<Handshake> handshakes = ConcurrentHashMap.newKeySet();

  /**
   * A listener before those that serve.
   *
   * @param http2 serves the clients that choose HTTP/2
   * @param patience how long a handshake may take
   * @param refusals counts those that fail
   */
  TlsListener(
      RequestStreams serving,
      Http2Connections http2,
      Optional<ServerTls> tls,
      Duration patience,
      RefusalLog refusals) {
    this.http2 = http2;
    this.refusals = refusals;
    this.serving = serving;
    this.patience = patience;
    this.inForce = new AtomicReference<>(tls);
  }

  /**
   * Puts other settings in force; those that are the same go on, with their sessions. Connections
   * of HTTP/2 last long, so their clients are asked to come again.
   */
  void become(Optional<ServerTls> tls) {
    if (!inForce.get().equals(tls)) {
      inForce.set(tls);
      http2.leave();
    }
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    handleEvent(connection, NOTHING);
  }

  /** Of this connection these bytes have been read already. */
  void handleEvent(StreamConnection connection, byte[] ahead) {
    Optional<ServerTls> now = inForce.get();
    if (now.isEmpty()) {
      serving.handleEvent(connection, ahead);
      return;
    }
    if (ahead.length > 0) {
      PushBackStreamSourceConduit source =
          new PushBackStreamSourceConduit(connection.getSourceChannel().getConduit());
      source.pushBack(Buffers.pooledWrapper(ByteBuffer.wrap(ahead)));
      connection.getSourceChannel().setConduit(source);
    }
    new Handshake(connection, now.get()).start();
  }

  @Override
  public void hangUp() {
    for (Handshake handshake : handshakes) {
      handshake.secure.getIoThread().execute(handshake::abandon);
    }
  }

  /** One connection until both sides have agreed on its keys. Confined to its I/O thread. */
  private final class Handshake {

    private final SslConnection secure;
    private final XnioExecutor.Key timer;
    private final ListeningConduit client;
    private boolean over;

    Handshake(StreamConnection connection, ServerTls tls) {
      this.client = new ListeningConduit(connection.getSourceChannel().getConduit());
      connection.getSourceChannel().setConduit(client);
      this.secure =
          new UndertowXnioSsl(
                  Xnio.getInstance(), OptionMap.EMPTY, tls.context(), Handshake::calculate)
              .wrapExistingConnection(connection, OptionMap.EMPTY, false);
      tls.prepare(UndertowXnioSsl.getSslEngine(secure));
      this.timer =
          secure
              .getIoThread()
              .executeAfter(
                  () -> fail("it did not end in time"), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void calculate(Runnable task) {
      CALCULATING.newThread(task).start();
    }

    void start() {
      handshakes.add(this);
      secure.getHandshakeSetter().set(_ -> finishSoon());
      secure.getSourceChannel().getReadSetter().set(this::goOn);
      secure.getSourceChannel().wakeupReads();
    }

    /** Nothing is taken: what the client says after the handshake waits for whoever serves it. */
    private void goOn(ConduitStreamSourceChannel source) {
      if (over) {
        return;
      }
      try {
        if (source.read(ByteBuffer.allocate(0)) < 0) {
          ended();
        }
      } catch (IOException e) {
        fail(e.toString());
      }
    }

    /** The conduit calls amid a read or write of its own. */
    private void finishSoon() {
      try {
        secure.getIoThread().execute(this::finish);
      } catch (RejectedExecutionException e) {
        LOG.debug("Connection is closed, the I/O threads end. reason={}", e.toString());
        IoUtils.safeClose(secure);
      }
    }

    private void finish() {
      if (over) {
        return;
      }
      end();
      secure.getSourceChannel().suspendReads();
      secure.getSourceChannel().getReadSetter().set(null);
      new EndingListener<SslConnection>(hasChosenHttp2() ? http2 : serving).handleEvent(secure);
    }

    private boolean hasChosenHttp2() {
      return ServerTls.HTTP_2.equals(UndertowXnioSsl.getSslEngine(secure).getApplicationProtocol());
    }

    /** Whoever only looks whether the port is open leaves like this too, and is worth no line. */
    private void ended() {
      if (client.hasSpoken()) {
        fail("one side refused what the other offered, or the client left");
        return;
      }
      abandon();
    }

    private void abandon() {
      if (!over) {
        end();
        IoUtils.safeClose(secure);
      }
    }

    private void fail(String reason) {
      if (over) {
        return;
      }
      abandon();
      refusals.count("tls-handshake");
      OptionalLong withheld = lines.take();
      if (withheld.isPresent()) {
        LOG.info(
            "TLS handshake failed. peer={} reason={} withheld={}",
            secure.getPeerAddress(),
            reason,
            withheld.getAsLong());
      }
    }

    private void end() {
      over = true;
      timer.remove();
      handshakes.remove(this);
    }
  }

  /** Notes whether the client has sent a byte. Confined to the I/O thread of its connection. */
  private static final class ListeningConduit
      extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private boolean spoken;

    ListeningConduit(StreamSourceConduit next) {
      super(next);
    }

    boolean hasSpoken() {
      return spoken;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = next.read(target);
      spoken |= count > 0;
      return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      long count = next.read(targets, offset, length);
      spoken |= count > 0;
      return count;
    }
  }
}
