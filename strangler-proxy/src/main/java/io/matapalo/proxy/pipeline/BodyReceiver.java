package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.patience.BodyPace;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the beginning of one request body, without blocking: all of it if it is small. An upstream
 * is not touched before that, so a slow client costs it nothing. Confined to one I/O thread.
 */
final class BodyReceiver {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReceiver.class);
  private static final int FIRST_BYTES = 4 << 10;
  private static final int MOST_FIRST_BYTES = 16 << 10;

  private final OpenRequest request;
  private final int maxRetained;
  private final BodyPace pace;
  private final Consumer<RetainedBody> next;
  private final long announced;
  private byte[] bytes;
  private @Nullable ByteBuffer beyond;
  private boolean listens;
  private int length;
  private long waitsSinceMillis;
  private XnioExecutor.@Nullable Key idleTimer;

  private BodyReceiver(
      OpenRequest request, int maxRetained, BodyPace pace, Consumer<RetainedBody> next) {
    this.request = request;
    this.maxRetained = maxRetained;
    this.pace = pace;
    this.next = next;
    this.announced = request.exchange().getRequestContentLength();
    this.bytes = new byte[firstRoom(announced, maxRetained)];
  }

  /**
   * Room for a body of this length, so that a small one needs no second array; for a long one a
   * first piece, because its length is only announced.
   *
   * @param length -1 if it is not known
   */
  private static int firstRoom(long length, int maxRetained) {
    long most = Math.min(length < 0 ? FIRST_BYTES : length, maxRetained + 1L);
    return Math.clamp(most, 1, MOST_FIRST_BYTES);
  }

  /**
   * Goes on with the next step once enough was read; ends the request if that fails. The request
   * has a body of which nothing was read.
   */
  static void receive(
      OpenRequest request, int maxRetained, BodyPace pace, Consumer<RetainedBody> next) {
    HttpServerExchange exchange = request.exchange();
    BodyReceiver receiver = new BodyReceiver(request, maxRetained, pace, next);
    request.undoing().step(receiver::stop);
    if (HttpContinue.requiresContinueResponse(exchange)) {
      HttpContinue.sendContinueResponse(exchange, receiver.afterContinue());
      return;
    }
    receiver.begin();
  }

  private IoCallback afterContinue() {
    return new IoCallback() {
      @Override
      public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (!request.isOver()) {
          begin();
        }
      }

      @Override
      public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
        request.abort();
      }
    };
  }

  private void begin() {
    read(request.bodyChannel());
  }

  private void read(StreamSourceChannel channel) {
    stopTimer();
    if (request.isOver()) {
      channel.suspendReads();
      return;
    }
    try {
      // One byte more than is kept tells a body that just fits from one that goes on.
      while (length <= maxRetained) {
        int count = channel.read(room());
        if (count == 0) {
          waitFor(channel);
          return;
        }
        if (count < 0) {
          finish(channel, RetainedBody.Extent.WHOLE);
          return;
        }
        keep(count);
      }
      finish(channel, RetainedBody.Extent.BEGINNING);
    } catch (IOException e) {
      LOG.debug("Request body cannot be read. reason={}", e.toString());
      channel.suspendReads();
      request.refuse(Refusal.BAD_REQUEST);
    }
  }

  private void waitFor(StreamSourceChannel channel) {
    if (!listens) {
      listens = true;
      channel.getReadSetter().set(ready -> request.guarded(() -> read(ready)));
    }
    startTimer();
    channel.resumeReads();
  }

  private ByteBuffer room() {
    if (length == bytes.length && length == announced) {
      // Only the end should be left to read, so that the array stays as it is.
      beyond = ByteBuffer.allocate(1);
      return beyond;
    }
    return roomBehind();
  }

  private ByteBuffer roomBehind() {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * length, maxRetained + 1));
    }
    return ByteBuffer.wrap(bytes, length, bytes.length - length);
  }

  private void keep(int count) {
    if (beyond != null) {
      roomBehind().put(beyond.flip());
      beyond = null;
    }
    length += count;
    pace.received(count);
  }

  private void finish(StreamSourceChannel channel, RetainedBody.Extent extent) {
    if (listens) {
      channel.suspendReads();
      channel.getReadSetter().set(null);
    }
    request.undoing().step(() -> {});
    byte[] exact = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    next.accept(new RetainedBody(exact, extent));
  }

  private void startTimer() {
    waitsSinceMillis = request.time().millis();
    idleTimer =
        request
            .thread()
            .executeAfter(
                () -> request.refuse(Refusal.REQUEST_TIMEOUT),
                pace.mayWaitMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (idleTimer != null) {
      idleTimer.remove();
      idleTimer = null;
      pace.waited(request.time().millis() - waitsSinceMillis);
    }
  }

  private void stop() {
    stopTimer();
    if (request.exchange().isRequestComplete()) {
      return;
    }
    request.bodyChannel().suspendReads();
  }
}
