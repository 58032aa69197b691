package io.matapalo.proxy.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * Netty's codec of frames, header compression, flow control and states of streams, with what the
 * proxy wants of it. Confined to the I/O thread of one connection.
 */
final class FrameCodec extends Http2ConnectionHandler {

  /** At a time on one connection; further ones are refused, and a client may send them again. */
  static final int MOST_STREAMS = 100;

  /** What a client may send of a body before the upstream takes it (RFC 9113 §6.9.2). */
  static final int WINDOW_BYTES = 65_535;

  private static final int COMPRESSION_TABLE_BYTES = 4 << 10;

  /** Of each kind of frame that costs the server work, as many resets as the codec allows. */
  static final int MOST_RESETS = 200;

  static final int RESETS_WINDOW_SECONDS = 30;

  private final FrameEvents events;
  private @Nullable ChannelHandlerContext context;

  private FrameCodec(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      FrameEvents events) {
    // Closing ends all streams at once: who closes has said what was to be said.
    super(decoder, encoder, settings, true);
    this.events = events;
  }

  /**
   * A codec for a connection of a client.
   *
   * @param maxHeadBytes of the fields of a request, 32 for each included
   */
  static FrameCodec create(int maxHeadBytes, FrameEvents events) {
    Http2Connection connection = new DefaultHttp2Connection(true);
    Http2ConnectionEncoder encoder =
        new DefaultHttp2ConnectionEncoder(
            connection, new DefaultHttp2FrameWriter(new BoundedFieldsEncoder()));
    Http2ConnectionDecoder decoder =
        new DefaultHttp2ConnectionDecoder(
            connection,
            encoder,
            new DefaultHttp2FrameReader(new FieldList.Decoder(maxHeadBytes)),
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            false);
    return new Builder(events).build(decoder, encoder, maxHeadBytes);
  }

  /** Puts the codec together. Confined to one thread. */
  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<FrameCodec, Builder> {

    private final FrameEvents events;

    Builder(FrameEvents events) {
      this.events = events;
    }

    FrameCodec build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, int maxHeadBytes) {
      return decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_WINDOW_SECONDS)
          .codec(decoder, encoder)
          .initialSettings(
              new Http2Settings()
                  .maxConcurrentStreams(MOST_STREAMS)
                  .initialWindowSize(WINDOW_BYTES)
                  .maxHeaderListSize(maxHeadBytes))
          .gracefulShutdownTimeoutMillis(-1)
          .frameListener(events)
          .build();
    }

    @Override
    protected FrameCodec build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new FrameCodec(decoder, encoder, settings, events);
    }
  }

  /** A client may allow any table size; the codec would let the table grow as far. */
  private static final class BoundedFieldsEncoder extends DefaultHttp2HeadersEncoder {

    BoundedFieldsEncoder() {
      // What a client calls too long a head it would have got over HTTP/1.1 as well.
      super(Http2HeadersEncoder.NEVER_SENSITIVE, true);
    }

    @Override
    public void maxHeaderTableSize(long max) throws Http2Exception {
      super.maxHeaderTableSize(Math.min(max, COMPRESSION_TABLE_BYTES));
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    connection().addListener(events);
    super.handlerAdded(ctx);
  }

  /** Where the codec stands; only once it was started. */
  ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the codec is not started");
    }
    return context;
  }

  /**
   * Lets the connection as a whole take as much as all its streams, so that bodies which wait for
   * their upstreams never hold up the others.
   */
  void widen() throws Http2Exception {
    int more = (MOST_STREAMS - 1) * WINDOW_BYTES;
    connection()
        .local()
        .flowController()
        .incrementWindowSize(connection().connectionStream(), more);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception exception) {
    events.connectionFailed(exception, cause);
    super.onConnectionError(ctx, outbound, cause, exception);
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException exception) {
    try {
      if (exception instanceof Http2Exception.HeaderListSizeException tooLarge
          && tooLarge.duringDecode()
          && !connection().streamMayHaveExisted(exception.streamId())) {
        Http2Stream stream = connection().remote().createStream(exception.streamId(), false);
        events.headIsTooLarge(stream);
        return;
      }
      events.streamFailed(exception);
    } catch (Http2Exception.StreamException e) {
      super.onStreamError(ctx, outbound, e, e);
      return;
    } catch (Http2Exception e) {
      onConnectionError(ctx, outbound, e, e);
      return;
    }
    super.onStreamError(ctx, outbound, cause, exception);
  }
}
