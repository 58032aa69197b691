package io.matapalo.proxy.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The bytes below TLS. An end of the connection that TLS has not announced is an error and no end:
 * anybody on the way can cut a connection, and an answer that ends with its connection would seem
 * whole (RFC 9112 §9.8). Confined to one I/O thread.
 */
final class CloseNotifyConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

  private @Nullable SSLEngine engine;

  CloseNotifyConduit(StreamSourceConduit next) {
    super(next);
  }

  /** The engine that reads these bytes. */
  void readBy(SSLEngine reader) {
    engine = reader;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = super.read(target);
    checkEnd(count);
    return count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long count = super.read(targets, offset, length);
    checkEnd(count);
    return count;
  }

  private void checkEnd(long count) throws IOException {
    if (count < 0 && engine != null && !engine.isInboundDone()) {
      throw new IOException("connection ended without the end of its TLS");
    }
  }
}
