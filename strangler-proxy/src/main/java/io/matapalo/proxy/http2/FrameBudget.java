package io.matapalo.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How many frames a client may send that carry no part of a request: they cost the server work and
 * the client nothing (RFC 9113 §10.5). The codec has budgets of its own for resets, empty data and
 * header continuations. Confined to one connection's thread.
 */
final class FrameBudget {

  private final int most;
  private final long windowMillis;
  private final InstantSource clock;
  private long windowEndsMillis;
  private int frames;

  FrameBudget(int most, Duration window, InstantSource clock) {
    this.most = most;
    this.windowMillis = window.toMillis();
    this.clock = clock;
    this.windowEndsMillis = clock.millis() + windowMillis;
  }

  /**
   * Counts one more frame.
   *
   * @throws Http2Exception that ends the connection if there were too many within a window
   */
  void take() throws Http2Exception {
    long now = clock.millis();
    if (now >= windowEndsMillis) {
      windowEndsMillis = now + windowMillis;
      frames = 0;
    }
    if (++frames > most) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "more than %d control frames", most);
    }
  }
}
