package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.tls.ClientTls;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * TLS on fresh connections to the instances of one cluster. The handshake is a part of connecting:
 * an instance whose certificate is not good counts as one that cannot be connected to, and gets no
 * byte of a request. Thread-safe.
 */
final class Securing {

  /** Verifying certificates takes milliseconds, so that an I/O thread does not do it. */
  private static final ThreadFactory CALCULATING =
      Thread.ofVirtual().name("tls-upstream").factory();

  private final ClientTls tls;
  private final UndertowXnioSsl engines;

  Securing(ClientTls tls) {
    this.tls = tls;
    this.engines =
        new UndertowXnioSsl(
            Xnio.getInstance(),
            OptionMap.EMPTY,
            tls.context(),
            task -> CALCULATING.newThread(task).start());
  }

  /** Hears once, on the I/O thread. */
  interface Outcome {

    /** Both sides have agreed on keys. */
    void secured(StreamConnection secure);

    /** They have not, and the connection is closed. */
    void failed(IOException cause);
  }

  boolean covers(String instanceName) {
    return tls.covers(instanceName);
  }

  /** Makes the handshake; called on the I/O thread of the connection. */
  void secure(StreamConnection channel, Instance instance, Duration timeout, Outcome outcome) {
    OptionMap peer =
        OptionMap.builder()
            .set(Options.SSL_PEER_HOST_NAME, tls.nameAt(instance.host()))
            .set(Options.SSL_PEER_PORT, instance.port())
            .getMap();
    CloseNotifyConduit bytes = new CloseNotifyConduit(channel.getSourceChannel().getConduit());
    channel.getSourceChannel().setConduit(bytes);
    SslConnection secure = engines.wrapExistingConnection(channel, peer, true);
    SSLEngine engine = UndertowXnioSsl.getSslEngine(secure);
    bytes.readBy(engine);
    tls.prepare(engine, instance.host());
    new Handshake(secure, outcome, timeout).start();
  }

  /** One handshake. Confined to its I/O thread. */
  private static final class Handshake {

    private final SslConnection secure;
    private final Outcome outcome;
    private final XnioExecutor.Key timer;
    private boolean over;

    Handshake(SslConnection secure, Outcome outcome, Duration timeout) {
      this.secure = secure;
      this.outcome = outcome;
      this.timer =
          secure
              .getIoThread()
              .executeAfter(
                  () -> fail(new IOException("no TLS handshake within " + timeout)),
                  timeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    void start() {
      secure.getHandshakeSetter().set(_ -> secure.getIoThread().execute(this::finish));
      secure.getSourceChannel().getReadSetter().set(this::goOn);
      try {
        secure.startHandshake();
        secure.getSourceChannel().resumeReads();
      } catch (IOException e) {
        fail(e);
      }
    }

    private void goOn(ConduitStreamSourceChannel source) {
      if (over) {
        return;
      }
      try {
        if (source.read(ByteBuffer.allocate(0)) < 0) {
          fail(new IOException("the connection ended within the TLS handshake"));
        }
      } catch (IOException e) {
        fail(e);
      }
    }

    private void finish() {
      if (over) {
        return;
      }
      over = true;
      timer.remove();
      secure.getSourceChannel().suspendReads();
      secure.getSourceChannel().getReadSetter().set(null);
      outcome.secured(secure);
    }

    private void fail(IOException cause) {
      if (over) {
        return;
      }
      over = true;
      timer.remove();
      IoUtils.safeClose(secure);
      outcome.failed(cause);
    }
  }
}
