package io.matapalo.proxy.patience;

import io.matapalo.proxy.reading.RequestStream;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
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
 * client's next request (RFC 9112 §9.3.2): the request stream keeps it unread, up to 16 KiB. Behind
 * that much the end stays hidden until the answer is written.
 *
 * <p>The server takes the connection back when the exchange is complete, so that an ended watch
 * must not touch it.
 */
public final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {

  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  private final RequestStream stream;
  private final Runnable onGone;
  private boolean ended;

  private ClientWatch(RequestStream stream, Runnable onGone) {
    this.stream = stream;
    this.onGone = onGone;
  }

  /** Watches from now on. The body of the request has been read to its end. */
  public static ClientWatch over(HttpServerExchange exchange, Runnable onGone) {
    ClientWatch watch = new ClientWatch(RequestStream.of(exchange), onGone);
    watch.stream.tell(watch);
    return watch;
  }

  @Override
  public void handleEvent(ConduitStreamSourceChannel channel) {
    if (ended) {
      stream.suspendReads();
      return;
    }
    look();
  }

  /** Reads whatever is there; calls back if it is the end. */
  public void look() {
    try {
      if (stream.readAhead() < 0) {
        onGone.run();
      }
    } catch (IOException e) {
      LOG.debug("Client is gone. reason={}", e.toString());
      onGone.run();
    }
  }

  /** Looks no more. */
  public void end() {
    ended = true;
  }
}
