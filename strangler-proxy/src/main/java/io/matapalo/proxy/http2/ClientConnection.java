package io.matapalo.proxy.http2;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.ssl.SslConnection;

/**
 * One connection of a client, from its first byte to its end. Confined to its I/O thread, but for
 * {@link #leaveSoon} and {@link #closeSoon}.
 *
 * <p>A connection that shall end says so twice (RFC 9113 §6.8). The first GOAWAY names no request,
 * because more may be on their way. A ping behind it comes back after the last of them. The second
 * GOAWAY then names it, and whatever a client sends later it may send again elsewhere.
 */
final class ClientConnection {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final long PING = 0x6d61746170616c6fL;

  private final SslConnection connection;
  private final Http2Connections house;
  private final FrameCodec codec;
  private final FrameEvents events;
  private final FrameChannel frames = new FrameChannel();
  private final FrameSocket socket;
  private final InstantSource clock;
  private Stage stage = Stage.GREETING;
  private int streams;
  private boolean hasFailed;
  private long idleSinceMillis;
  private XnioExecutor.@Nullable Key timer;

  /** What is expected of the client. */
  private enum Stage {
    GREETING,
    OPEN,
    LEAVING,
    LEFT,
    OVER
  }

  ClientConnection(
      SslConnection connection,
      Http2Connections house,
      ByteBufferPool buffers,
      InstantSource clock) {
    this.connection = connection;
    this.house = house;
    this.clock = clock;
    this.events = new FrameEvents(this, clock);
    this.codec = FrameCodec.create(house.settings().maxHeadBytes(), events);
    this.socket = new FrameSocket(connection, frames, buffers, this);
  }

  void start() {
    try {
      after(house.settings().greeting().toMillis(), () -> leaveAtOnce("its preface did not come"));
      frames.start(codec);
      codec.widen();
      socket.start();
    } catch (IOException | Http2Exception e) {
      LOG.error("Connection of HTTP/2 cannot begin.", e);
      lost();
    }
  }

  XnioIoThread thread() {
    return connection.getIoThread();
  }

  SslConnection socket() {
    return connection;
  }

  Http2Connections house() {
    return house;
  }

  FrameCodec codec() {
    return codec;
  }

  /** Whether frames can still be sent. */
  boolean isSpeaking() {
    return stage != Stage.OVER && frames.isOpen();
  }

  /** The client's settings are here. */
  void greeted() {
    if (stage == Stage.GREETING) {
      stage = Stage.OPEN;
      stopTimer();
      isIdle();
    }
  }

  void streamBegan() {
    streams++;
  }

  void streamEnded() {
    streams--;
    if (streams == 0) {
      isIdle();
    }
  }

  private void isIdle() {
    idleSinceMillis = clock.millis();
    if (stage == Stage.OPEN && timer == null) {
      after(house.settings().idle().toMillis(), this::lookWhetherIdle);
    }
    endIfAllIsDone();
  }

  /** A stream only notes the time: most connections are never idle for so long. */
  private void lookWhetherIdle() {
    if (streams > 0) {
      return;
    }
    long left = idleSinceMillis + house.settings().idle().toMillis() - clock.millis();
    if (left > 0) {
      after(left, this::lookWhetherIdle);
    } else {
      leaveAtOnce("it is idle");
    }
  }

  /** All frames of a read are known. */
  void framesCame() {
    events.serveBegun();
  }

  /** Asks the client to go on with another connection; any thread may call. */
  void leaveSoon() {
    thread().execute(this::leave);
  }

  private void leave() {
    if (stage == Stage.GREETING || stage == Stage.OPEN) {
      stopTimer();
      stage = Stage.LEAVING;
      goAway(Integer.MAX_VALUE);
      ChannelHandlerContext context = codec.context();
      var _ = codec.encoder().writePing(context, false, PING, context.newPromise());
      after(house.settings().linger().toMillis(), this::pingAnswered);
      socket.pump();
    }
  }

  /** No request is on its way that the client does not know to be answered or refused. */
  void pingAnswered() {
    if (stage == Stage.LEAVING) {
      stopTimer();
      lastRequestIsKnown();
    }
  }

  private void leaveAtOnce(String why) {
    timer = null;
    LOG.debug("Connection of HTTP/2 is ended, {}.", why);
    lastRequestIsKnown();
  }

  private void lastRequestIsKnown() {
    stage = Stage.LEFT;
    goAway(codec.connection().remote().lastStreamCreated());
    house.hasLeft(this);
    socket.pumpSoon();
    endIfAllIsDone();
  }

  private void goAway(int lastStream) {
    ChannelHandlerContext context = codec.context();
    var _ =
        codec.goAway(
            context,
            lastStream,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
  }

  private void endIfAllIsDone() {
    if (stage == Stage.LEFT && streams == 0) {
      boundTheEnd();
      socket.end();
    }
  }

  /** A client that takes nothing any more is not waited for without end. */
  private void boundTheEnd() {
    stopTimer();
    after(house.settings().idle().toMillis(), this::lost);
  }

  /** The codec has ended the connection: what it wrote is sent, and no more. */
  void failed(Http2Error error) {
    if (hasFailed || stage == Stage.OVER) {
      return;
    }
    hasFailed = true;
    tell("http2-connection", error);
    stage = Stage.LEFT;
    house.hasLeft(this);
    boundTheEnd();
  }

  /** The socket has all that was said; the client has a moment to hear it. */
  void saidAll() {
    stopTimer();
    after(house.settings().linger().toMillis(), this::lost);
  }

  /** Ends the connection, whatever is open on it; any thread may call. */
  void closeSoon() {
    thread()
        .execute(() -> {
          if (stage == Stage.GREETING || stage == Stage.OPEN || stage == Stage.LEAVING) {
            lastRequestIsKnown();
            socket.pump();
          }
          lost();
        });
  }

  /** The socket is closed, or is now. */
  void lost() {
    if (stage == Stage.OVER) {
      return;
    }
    stage = Stage.OVER;
    stopTimer();
    house.isOver(this);
    socket.close();
  }

  private void after(long millis, Runnable step) {
    timer =
        thread()
            .executeAfter(
                () -> {
                  timer = null;
                  step.run();
                },
                millis,
                TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.remove();
      timer = null;
    }
  }

  void pump() {
    socket.pump();
  }

  void pumpSoon() {
    socket.pumpSoon();
  }

  long takenBytes() {
    return frames.takenBytes();
  }

  boolean isFlushedTo(long bytes) {
    return socket.isFlushedTo(bytes);
  }

  void awaitFlush(AnswerSink sink) {
    socket.awaitFlush(sink);
  }

  /** A request is refused that its reader has taken for sound. */
  void refused(String what) {
    house.refuses(connection, "bad-request", what);
  }

  /** The codec has ended a stream or the connection by this error. */
  void tell(String kind, Http2Error error) {
    house.refuses(connection, kind, "frames of HTTP/2 end with " + error);
  }
}
