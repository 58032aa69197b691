package io.matapalo.proxy;

import java.nio.channels.Channel;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;

/**
 * Greets a client whose connection was accepted while the I/O threads already end: it is closed,
 * which is what a stop means, and no fault of the proxy. Thread-safe if the listener behind it is.
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
