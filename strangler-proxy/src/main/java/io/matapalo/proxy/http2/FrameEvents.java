package io.matapalo.proxy.http2;

import io.matapalo.proxy.reading.Flaw;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the frames of one connection mean for its streams. Confined to the I/O thread of the
 * connection. A request is served after all frames of a read, and not amid them, because its answer
 * may be there at once.
 */
final class FrameEvents extends Http2EventAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(FrameEvents.class);
  private static final int MOST_CONTROL_FRAMES = 300;
  private static final Duration WINDOW = Duration.ofSeconds(FrameCodec.RESETS_WINDOW_SECONDS);

  private final ClientConnection client;
  private final FrameBudget control;
  private final FrameBudget errors;
  private final Queue<VirtualConnection> begun = new ArrayDeque<>();
  private Http2Connection.@Nullable PropertyKey key;

  FrameEvents(ClientConnection client, InstantSource clock) {
    this.client = client;
    this.control = new FrameBudget(MOST_CONTROL_FRAMES, WINDOW, clock);
    this.errors = new FrameBudget(FrameCodec.MOST_RESETS, WINDOW, clock);
  }

  /** Serves the requests that began since the last call. */
  void serveBegun() {
    for (VirtualConnection next = begun.poll(); next != null; next = begun.poll()) {
      next.serve();
    }
  }

  private Http2Connection.PropertyKey key() {
    if (key == null) {
      key = client.codec().connection().newKey();
    }
    return key;
  }

  private @Nullable VirtualConnection of(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(key());
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    onHeadersRead(ctx, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    Http2Stream stream = client.codec().connection().stream(streamId);
    VirtualConnection known = of(stream);
    FieldList list = (FieldList) headers;
    if (known != null) {
      known.source().takeTrailers(list.fields());
      return;
    }
    TranslatedRequest request =
        RequestTranslation.of(
            list.fields(),
            endOfStream
                ? RequestTranslation.Extent.HEAD_ALONE
                : RequestTranslation.Extent.WITH_BODY);
    if (request instanceof TranslatedRequest.Sound sound && sound.logsIn()) {
      throw Http2Exception.streamError(
          streamId, Http2Error.HTTP_1_1_REQUIRED, "a login needs a connection of its own");
    }
    VirtualConnection connection = begin(stream, request);
    if (endOfStream) {
      connection.source().endOfBody();
    }
  }

  private VirtualConnection begin(Http2Stream stream, TranslatedRequest request)
      throws Http2Exception {
    if (!client.house().admitsStream()) {
      throw Http2Exception.streamError(
          stream.id(), Http2Error.REFUSED_STREAM, "streams of all clients are too many");
    }
    VirtualConnection connection = new VirtualConnection(client, stream, request);
    stream.setProperty(key(), connection);
    begun.add(connection);
    client.streamBegan();
    return connection;
  }

  /** The fields of a request are more than may be; the pipeline says so. */
  void headIsTooLarge(Http2Stream stream) throws Http2Exception {
    Flaw flaw = new Flaw(Flaw.Kind.HEAD_TOO_LARGE, "head is larger than max-header-bytes");
    begin(stream, new TranslatedRequest.Flawed(flaw, ""));
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    VirtualConnection connection = of(client.codec().connection().stream(streamId));
    if (connection == null) {
      return data.readableBytes() + padding;
    }
    int unwanted = connection.source().take(data);
    if (endOfStream) {
      connection.source().endOfBody();
    }
    return unwanted + padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    VirtualConnection connection = of(client.codec().connection().stream(streamId));
    if (connection != null) {
      connection.clientLeft();
    }
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    VirtualConnection connection = stream.removeProperty(key());
    if (connection != null) {
      connection.streamClosed();
      client.streamEnded();
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    control.take();
    client.greeted();
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    control.take();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    control.take();
    client.pingAnswered();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx,
      int streamId,
      int streamDependency,
      short weight,
      boolean exclusive)
      throws Http2Exception {
    control.take();
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    control.take();
  }

  /** The codec ends the connection, because of what the client sent or by a fault. */
  void connectionFailed(@Nullable Http2Exception exception, Throwable cause) {
    if (!client.isSpeaking()) {
      LOG.debug("Connection of HTTP/2 is closed already. reason={}", cause.toString());
      return;
    }
    if (exception == null) {
      LOG.error("Connection of HTTP/2 failed by a fault of the proxy.", cause);
      client.failed(Http2Error.INTERNAL_ERROR);
      return;
    }
    LOG.debug("Connection of HTTP/2 is ended.", exception);
    client.failed(exception.error());
  }

  /** The codec resets a stream whose frames cannot be taken. */
  void streamFailed(Http2Exception.StreamException exception) throws Http2Exception {
    LOG.debug("Stream of HTTP/2 is reset.", exception);
    switch (exception.error()) {
      case REFUSED_STREAM, HTTP_1_1_REQUIRED -> client.house().counts("http2-refused-stream");
      case STREAM_CLOSED -> LOG.trace("What a client sent before it heard of the end is dropped.");
      default -> {
        client.tell("http2-stream", exception.error());
        errors.take();
      }
    }
  }
}
