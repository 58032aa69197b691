package io.matapalo.proxy.patience;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Notices that a client ends its connection while it waits for an answer. A client that ends only
 * its own direction counts as gone, because the two ends look alike to a server. Confined to one
 * I/O thread.
 *
 * <p>The only way to see the end is to read. What is read instead of an end is the beginning of the
 * client's next request (RFC 9112 §9.3.2): it is kept for the server's own reader, up to one
 * buffer. Behind a full buffer the end stays hidden until the answer is written.
 *
 * <p>The server takes the connection back when the exchange is complete, so that an ended watch
 * must not touch it.
 */
public final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {

  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  private final AbstractServerConnection connection;
  private final Runnable onGone;
  private boolean ended;

  private ClientWatch(AbstractServerConnection connection, Runnable onGone) {
    this.connection = connection;
    this.onGone = onGone;
  }

  /** Watches from now on; absent if the kind of the connection is not known. */
  public static Optional<ClientWatch> over(HttpServerExchange exchange, Runnable onGone) {
    if (!(exchange.getConnection() instanceof AbstractServerConnection connection)) {
      return Optional.empty();
    }
    ClientWatch watch = new ClientWatch(connection, onGone);
    connection.getChannel().getSourceChannel().setReadListener(watch);
    connection.getOriginalSourceConduit().resumeReads();
    return Optional.of(watch);
  }

  @Override
  public void handleEvent(ConduitStreamSourceChannel channel) {
    if (ended) {
      connection.getOriginalSourceConduit().suspendReads();
      return;
    }
    look();
  }

  /** Reads whatever is there; calls back if it is the end. */
  public void look() {
    PooledByteBuffer kept = connection.getExtraBytes();
    try {
      int count = kept == null ? readFirst() : readMore(kept.getBuffer());
      if (count < 0) {
        onGone.run();
      }
    } catch (IOException e) {
      LOG.debug("Client is gone. reason={}", e.toString());
      onGone.run();
    }
  }

  private int readFirst() throws IOException {
    PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
    boolean isKept = false;
    try {
      int count = connection.getOriginalSourceConduit().read(pooled.getBuffer());
      if (count > 0) {
        pooled.getBuffer().flip();
        connection.setExtraBytes(pooled);
        isKept = true;
      }
      return count;
    } finally {
      if (!isKept) {
        pooled.close();
      }
    }
  }

  private int readMore(ByteBuffer kept) throws IOException {
    kept.compact();
    try {
      if (!kept.hasRemaining()) {
        connection.getOriginalSourceConduit().suspendReads();
        return 0;
      }
      return connection.getOriginalSourceConduit().read(kept);
    } finally {
      kept.flip();
    }
  }

  /** Looks no more. */
  public void end() {
    ended = true;
  }
}
