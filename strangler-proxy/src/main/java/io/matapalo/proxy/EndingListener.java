package io.matapalo.proxy;

import java.nio.channels.Channel;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/**
 * Closes connections that were accepted during shutdown, when no I/O thread is left to serve them.
 * Such a connection is no fault of the proxy, so it is logged at DEBUG. Thread-safe if the listener
 * behind it is.
 */
final class EndingListener<C extends Channel> implements ChannelListener<C> {

  private static final Logger LOG = LoggerFactory.getLogger(EndingListener.class);

  private final ChannelListener<? super C> serving;

  EndingListener(ChannelListener<? super C> serving) {
    this.serving = serving;
  }

  @Override
  public void handleEvent(C channel) {
    try {
      serving.handleEvent(channel);
    } catch (RejectedExecutionException e) {
      LOG.debug("Connection is closed, the I/O threads end. reason={}", e.toString());
      IoUtils.safeClose(channel);
    }
  }
}
