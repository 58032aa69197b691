package io.matapalo.proxy;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.affinity.ProxyHeader;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads the header of the PROXY protocol from each connection of a trusted peer, and lets the
 * connection go on as the client's. A trusted peer has to send one, because a client could write it
 * in its place otherwise. Connections of other peers go on as they are. Thread-safe.
 */
final class ProxyProtocolListener implements HttpListener.Greeter {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProtocolListener.class);

  private final TlsListener serving;
  private final TrustedProxies trusted;
  private final ByteBufferPool buffers;
  private final Duration patience;

  /** As many as there are connections, whose number is limited. */
  private final Set<Greeting> greetings = ConcurrentHashMap.newKeySet();

  /**
   * A listener before the one that serves.
   *
   * @param patience how long a header may take
   */
  ProxyProtocolListener(
      TlsListener serving, TrustedProxies trusted, ByteBufferPool buffers, Duration patience) {
    this.serving = serving;
    this.trusted = trusted;
    this.buffers = buffers;
    this.patience = patience;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
    if (peer != null && trusted.trusts(IpAddress.of(peer.getAddress().getAddress()))) {
      new Greeting(connection).start();
      return;
    }
    serving.handleEvent(connection);
  }

  @Override
  public void hangUp() {
    for (Greeting greeting : greetings) {
      greeting
          .connection
          .getIoThread()
          .execute(() -> greeting.refuse("did not come before the end"));
    }
  }

  /** One connection until its header is here. Confined to its I/O thread. */
  private final class Greeting {

    private final StreamConnection connection;
    private final XnioExecutor.Key timer;
    private final PooledByteBuffer pooled;
    private boolean over;

    Greeting(StreamConnection connection) {
      this.connection = connection;
      this.timer =
          connection
              .getIoThread()
              .executeAfter(
                  () -> refuse("did not come in time"), patience.toMillis(), TimeUnit.MILLISECONDS);
      // Last: a thread that ends takes no timer, and nobody would give the buffer back.
      this.pooled = buffers.allocate();
    }

    void start() {
      greetings.add(this);
      connection.getSourceChannel().getReadSetter().set(this::read);
      connection.getSourceChannel().wakeupReads();
    }

    private void read(ConduitStreamSourceChannel source) {
      ByteBuffer buffer = pooled.getBuffer();
      try {
        while (!over) {
          int count = source.read(buffer);
          if (count == 0) {
            return;
          }
          if (count < 0) {
            refuse("ended early");
            return;
          }
          look(source, buffer);
        }
      } catch (IOException e) {
        refuse(e.toString());
      }
    }

    private void look(ConduitStreamSourceChannel source, ByteBuffer buffer) {
      buffer.flip();
      switch (ProxyHeader.parse(buffer)) {
        case ProxyHeader.Incomplete _ -> {
          buffer.position(buffer.limit());
          buffer.limit(buffer.capacity());
        }
        case ProxyHeader.Malformed malformed -> refuse(malformed.reason());
        case ProxyHeader.Complete header -> {
          buffer.position(buffer.position() + header.length());
          source.suspendReads();
          source.getReadSetter().set(null);
          end();
          goOn(header.source());
        }
      }
    }

    private void goOn(Optional<ProxyHeader.Source> source) {
      StreamConnection own =
          source.isEmpty()
              ? connection
              : new ProxiedConnection(connection, socketAddress(source.get()));
      byte[] ahead = new byte[pooled.getBuffer().remaining()];
      pooled.getBuffer().get(ahead);
      pooled.close();
      new EndingListener<StreamConnection>(it -> serving.handleEvent(it, ahead)).handleEvent(own);
    }

    private void end() {
      over = true;
      timer.remove();
      greetings.remove(this);
    }

    private void refuse(String reason) {
      if (over) {
        return;
      }
      end();
      pooled.close();
      LOG.info(
          "Connection is closed, its PROXY header {}. peer={}; a trusted peer must send one while"
              + " proxy-protocol is true",
          reason,
          connection.getPeerAddress());
      IoUtils.safeClose(connection);
    }
  }

  private static InetSocketAddress socketAddress(ProxyHeader.Source source) {
    try {
      // A literal: no name service is asked.
      return new InetSocketAddress(
          InetAddress.getByName(source.address().toString()), source.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address is a literal", e);
    }
  }
}
