package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EndingListenerTest {

  private final AtomicBoolean open = new AtomicBoolean(true);

  private final Channel channel =
      new Channel() {
        @Override
        public boolean isOpen() {
          return open.get();
        }

        @Override
        public void close() {
          open.set(false);
        }
      };

  /** XNIO logged it as an exception of the listener, and left the connection open. */
  @Test
  void connectionAcceptedWhileThreadsEndIsClosed() {
    new EndingListener<Channel>(
            _ -> {
              throw new RejectedExecutionException("thread ends");
            })
        .handleEvent(channel);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anythingElseIsStillAFault() {
    EndingListener<Channel> listener =
        new EndingListener<>(_ -> {
          throw new IllegalStateException("a fault");
        });
    assertThatThrownBy(() -> listener.handleEvent(channel))
        .isInstanceOf(IllegalStateException.class);
  }
}
