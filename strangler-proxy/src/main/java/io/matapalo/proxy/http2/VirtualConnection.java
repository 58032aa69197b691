package io.matapalo.proxy.http2;

import io.matapalo.proxy.reading.Flaw;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.ssl.SslConnection;

/**
 * One stream of a client's connection, as a connection of HTTP/1.1 that has one request and one
 * answer. Addresses and TLS session are those of the client's connection. Closing it before the
 * whole answer was sent resets the stream, so that no answer can seem complete. Confined to one I/O
 * thread.
 */
final class VirtualConnection extends SslConnection {

  private static final Logger LOG = LoggerFactory.getLogger(VirtualConnection.class);

  private final ClientConnection client;
  private final Http2Stream stream;
  private final RequestSource source;
  private final AnswerSink sink;
  private TranslatedRequest request;
  private Http2Error cause = Http2Error.INTERNAL_ERROR;
  private boolean served;
  private boolean closed;

  /** Whether more of an answer follows. */
  enum Part {
    MORE_FOLLOWS,
    LAST
  }

  /** Whether the reader of a request has all that was announced to it. */
  enum Reader {
    WAITS_FOR_MORE,
    HAS_ALL
  }

  VirtualConnection(ClientConnection client, Http2Stream stream, TranslatedRequest request) {
    super(client.thread());
    this.client = client;
    this.stream = stream;
    this.request = request;
    this.source = new RequestSource(this, request);
    this.sink =
        new AnswerSink(
            this, request instanceof TranslatedRequest.Sound sound ? sound.method() : "");
    setSourceConduit(source);
    setSinkConduit(sink);
  }

  ClientConnection client() {
    return client;
  }

  RequestSource source() {
    return source;
  }

  /** Hands the request to the server; its answer may be there when this returns. */
  void serve() {
    served = true;
    ChannelListeners.invokeChannelListener(this, _ -> client.house().serve(this, request));
  }

  /** Does this soon, and not amid the frames that led to it. */
  void later(Runnable step) {
    try {
      getIoThread().execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("Stream is cut off, the I/O threads end. reason={}", e.toString());
    }
  }

  /** So many bytes of the request were read. */
  void consumed(int bytes) {
    if (bytes == 0) {
      return;
    }
    try {
      if (client.codec().connection().local().flowController().consumeBytes(stream, bytes)) {
        client.pumpSoon();
      }
    } catch (Http2Exception e) {
      client.codec().onError(client.codec().context(), false, e);
    }
  }

  /** The request goes on in another way than its head said. */
  void isMalformed(String what, Reader reader) {
    cause = Http2Error.PROTOCOL_ERROR;
    if (!served) {
      request = new TranslatedRequest.Flawed(new Flaw(Flaw.Kind.MALFORMED, what), contentType());
    } else if (reader == Reader.HAS_ALL) {
      client.refused(what);
    }
  }

  private String contentType() {
    return request instanceof TranslatedRequest.Sound sound ? sound.contentType() : "";
  }

  /** Sends the head of an answer, final or not. */
  void send(Http2Headers fields, Part part, AnswerSink.Frame frame) {
    ChannelHandlerContext context = client.codec().context();
    boolean isLast = part == Part.LAST;
    hear(
        client
            .codec()
            .encoder()
            .writeHeaders(context, stream.id(), fields, 0, isLast, context.newPromise()),
        frame);
  }

  /** Sends a part of the body. */
  void send(ByteBuf bytes, Part part, AnswerSink.Frame frame) {
    ChannelHandlerContext context = client.codec().context();
    boolean isLast = part == Part.LAST;
    hear(
        client
            .codec()
            .encoder()
            .writeData(context, stream.id(), bytes, 0, isLast, context.newPromise()),
        frame);
  }

  private void hear(ChannelFuture written, AnswerSink.Frame frame) {
    written.addListener(future -> {
      if (future.isSuccess()) {
        frame.isWritten();
      } else {
        LOG.debug("Answer is not sent on. reason={}", String.valueOf(future.cause()));
        frame.isLost();
      }
    });
    client.pumpSoon();
  }

  /** The socket has the whole answer. What the client still sends of its request is unwanted. */
  void answerIsSent() {
    later(() -> {
      if (!source.isBodyEnded()) {
        // RFC 9113 §8.1: the answer stands.
        reset(cause == Http2Error.PROTOCOL_ERROR ? cause : Http2Error.NO_ERROR);
      }
      source.end();
    });
  }

  private void reset(Http2Error error) {
    if (stream.state() != Http2Stream.State.CLOSED && client.isSpeaking()) {
      ChannelHandlerContext context = client.codec().context();
      var _ = client.codec().resetStream(context, stream.id(), error.code(), context.newPromise());
      client.pumpSoon();
    }
  }

  /** The stream is over: by its two ends, or because a side has reset it or its connection. */
  void streamClosed() {
    if (!sink.isComplete() || !client.isSpeaking()) {
      clientLeft();
    }
  }

  /** The client wants no answer any more, or cannot get one. */
  void clientLeft() {
    if (!sink.isSent() || !client.isSpeaking()) {
      sink.clientLeft();
      source.end();
    }
  }

  /** One direction is closed; nobody uses a connection without any. */
  void halfIsClosed() {
    if (source.isReadShutdown() && sink.isWriteShutdown()) {
      later(() -> IoUtils.safeClose(this));
    }
  }

  @Override
  protected void closeAction() {
    if (getIoThread().equals(Thread.currentThread())) {
      end();
    } else {
      later(this::end);
    }
  }

  private void end() {
    if (closed) {
      return;
    }
    closed = true;
    client.house().streamIsOver();
    if (!sink.isSent()) {
      reset(cause);
    }
    source.end();
  }

  @Override
  public SocketAddress getPeerAddress() {
    return client.socket().getPeerAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return client.socket().getLocalAddress();
  }

  @Override
  public void startHandshake() {
    throw new UnsupportedOperationException("the connection of the client made its handshake");
  }

  @Override
  public SSLSession getSslSession() {
    return client.socket().getSslSession();
  }

  @Override
  public ChannelListener.Setter<? extends SslConnection> getHandshakeSetter() {
    return client.socket().getHandshakeSetter();
  }
}
