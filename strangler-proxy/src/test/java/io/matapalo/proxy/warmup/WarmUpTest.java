package io.matapalo.proxy.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A warm-up whose proxy fails it ends in time, and the messages that it tells apart. */
class WarmUpTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().factory();

  @Test
  void proxyThatNeverAnswersIsLeftAfterTheTimeGiven() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      new WarmUp(config -> serving(silent), THREADS).run(Duration.ofMillis(50));
      await("the end of the warm-up's proxy").atMost(LIMIT).until(silent::isClosed);
    }
  }

  private static WarmUp.Serving serving(ServerSocket socket) {
    return new WarmUp.Serving() {
      @Override
      public int port() {
        return socket.getLocalPort();
      }

      @Override
      public void close() {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Test
  void proxyThatDoesNotStartEndsTheWarmUp() {
    WarmUp warmUp =
        new WarmUp(
            config -> {
              throw new IllegalStateException("no port is free");
            },
            THREADS);
    warmUp.run(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void requestIsKnownOnceItsLastByteIsThere(Exchange exchange) {
    ByteBuffer request = ByteBuffer.allocate(Exchange.MOST_BYTES);
    exchange.ask(request, 17);
    for (int length = 1; length < request.limit(); length++) {
      assertThat(Message.endsRequest(request.position(length)))
          .as("the first %d bytes", length)
          .isFalse();
    }
    assertThat(Message.endsRequest(request.position(request.limit()))).isTrue();
    assertThat(Exchange.of(request)).isEqualTo(exchange);
  }
}
