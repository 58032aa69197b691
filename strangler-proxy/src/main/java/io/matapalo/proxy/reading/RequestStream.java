package io.matapalo.proxy.reading;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The bytes of one client connection, request by request. It stands below the HTTP server and hands
 * it only heads that are whole and follow the grammar, and of what follows a head only the body of
 * that request. Confined to the I/O thread of its connection.
 *
 * <p>The server below would refuse a bad head by itself, without a word in the log and before the
 * pipeline hears of it. So a bad head is replaced: the server gets a sound one, the pipeline finds
 * the {@link #flaw} and refuses the request like any other, in its turn among pipelined requests. A
 * head that comes in one piece is checked where it lies. Only the rest of a read is copied: a head
 * in pieces, a chunked body, a request that follows in the same read.
 */
public final class RequestStream extends OneBufferConduit<StreamSourceConduit> {

  /** More than any client sends, and less than the server below refuses. */
  private static final long WITHOUT_END = 1L << 50;

  private static final int MOST_AHEAD = 16 << 10;

  private final StreamConnection connection;
  private final HeadLimits limits;
  private final HeadScanner scanner;
  private final ReadAhead held;
  private Place place = Place.HEAD;
  private long open;
  private @Nullable Flaw flaw;
  private Target asked = Target.NONE;
  private XnioExecutor.@Nullable Key headTimer;
  private RequestStreams.@Nullable Translated translated;

  /** What the next byte belongs to. {@code OPEN}: it is handed out, up to a number of bytes. */
  private enum Place {
    HEAD,
    OPEN,
    CHUNKS
  }

  RequestStream(StreamConnection connection, HeadLimits limits, byte[] ahead) {
    super(connection.getSourceChannel().getConduit());
    this.connection = connection;
    this.limits = limits;
    this.held = new ReadAhead(next);
    this.held.replace(ahead);
    this.scanner = new HeadScanner(limits.maxBytes(), limits.maxFields());
  }

  RequestStream(StreamConnection connection, HeadLimits limits, RequestStreams.Translated request) {
    this(connection, limits, new byte[0]);
    this.translated = request;
  }

  /** The stream that a request came from. */
  public static RequestStream of(HttpServerExchange exchange) {
    AbstractServerConnection server = (AbstractServerConnection) exchange.getConnection();
    if (server.getOriginalSourceConduit() instanceof RequestStream stream) {
      return stream;
    }
    throw new IllegalStateException("nothing may stand between the server and its request stream");
  }

  /** Lets this hearer know when there is something to read behind the present request. */
  public void tell(ChannelListener<? super ConduitStreamSourceChannel> hearer) {
    connection.getSourceChannel().setReadListener(hearer);
    next.resumeReads();
  }

  /**
   * Reads behind the present request, for whoever waits for the client's end. What comes is kept
   * unread for the next request, up to a bound.
   *
   * @return how many bytes; 0 if there are none, or no more are kept; -1 at the end
   */
  public int readAhead() throws IOException {
    if (place != Place.HEAD || held.bytes().remaining() >= MOST_AHEAD) {
      next.suspendReads();
      return 0;
    }
    return held.readOn();
  }

  /** Why the present request cannot be read; empty if it can, as far as it was read. */
  public Optional<Flaw> flaw() {
    return Optional.ofNullable(flaw);
  }

  /** The protocol and version that the client of this request speaks, such as {@code HTTP/1.1}. */
  public static String protocolOf(HttpServerExchange exchange) {
    RequestStreams.Translated request = of(exchange).translated;
    return request == null ? exchange.getProtocol().toString() : request.protocol();
  }

  /** The target of the present request. */
  public Target target() {
    return asked;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    return switch (place) {
      case HEAD -> held.isEmpty() ? freshHead(target) : heldHead(target);
      case OPEN -> handOut(target);
      case CHUNKS -> throw new IllegalStateException("chunks are read by their own conduit");
    };
  }

  /** Checks a head where the read put it. */
  private int freshHead(ByteBuffer target) throws IOException {
    if (translated != null && translated.flaw().isPresent()) {
      return replaced(target, translated.flaw().get(), translated.contentType());
    }
    int start = target.position();
    int count = next.read(target);
    if (count <= 0) {
      return count;
    }
    try {
      boolean whole = scanner.scan(target, start, target.position());
      if (whole && scanner.skipped() == 0) {
        return wholeHead(target, start);
      }
    } catch (MalformedRequestException e) {
      String type = scanner.framing().contentType(target, start);
      target.position(start);
      return replaced(target, e.flaw(), type);
    }
    held.takeBack(target, start);
    return heldHead(target);
  }

  private int wholeHead(ByteBuffer target, int start) {
    int headEnd = start + scanner.length();
    FramingFields framing = scanner.framing();
    int ofBody = (int) Math.min(framing.length(), target.position() - headEnd);
    open = framing.length() - ofBody;
    if (headEnd + ofBody < target.position()) {
      held.takeBack(target, headEnd + ofBody);
    }
    begin();
    return headEnd + ofBody - start;
  }

  /** Goes on with a head that came in pieces, or behind another request. */
  private int heldHead(ByteBuffer target) throws IOException {
    try {
      while (!scanner.scan(held.bytes(), held.bytes().position(), held.bytes().limit())) {
        int count = held.readOn();
        if (count <= 0) {
          waitForHead();
          return count;
        }
      }
    } catch (MalformedRequestException e) {
      ByteBuffer bytes = held.bytes();
      return replaced(target, e.flaw(), scanner.framing().contentType(bytes, bytes.position()));
    }
    open = scanner.length() - scanner.skipped() + scanner.framing().length();
    held.bytes().position(held.bytes().position() + scanner.skipped());
    begin();
    return handOut(target);
  }

  /** From here on the facts are those of the request whose head was just read. */
  private void begin() {
    stopTimer();
    flaw = null;
    asked = scanner.target();
    place = Place.OPEN;
    endOfOpen();
  }

  private void endOfOpen() {
    if (open == 0) {
      place = scanner.framing().isChunked() ? Place.CHUNKS : Place.HEAD;
      scanner.reset();
    }
  }

  private int handOut(ByteBuffer target) throws IOException {
    int most = (int) Math.min(open, target.remaining());
    int count = held.isEmpty() ? readInto(target, most) : heldInto(target, most);
    if (count > 0) {
      open -= count;
      endOfOpen();
    }
    return count;
  }

  private int heldInto(ByteBuffer target, int most) {
    int count = held.moveTo(target, Math.min(most, held.bytes().remaining()));
    held.release();
    return count;
  }

  private int readInto(ByteBuffer target, int most) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + most);
    try {
      return next.read(target);
    } finally {
      target.limit(limit);
    }
  }

  /** Gives the server a sound head in the place of a bad one, and then whatever else comes. */
  private int replaced(ByteBuffer target, Flaw found, @Nullable String contentType)
      throws IOException {
    begin();
    String type =
        contentType == null || contentType.isEmpty() ? "" : "Content-Type:" + contentType + "\r\n";
    String head =
        "POST / HTTP/1.1\r\nHost: unknown\r\n"
            + type
            + "Content-Length: "
            + WITHOUT_END
            + "\r\nConnection: close\r\n\r\n";
    held.replace(head.getBytes(StandardCharsets.ISO_8859_1));
    refuse(found);
    return handOut(target);
  }

  /** The present request cannot be read on: what still comes is only there to be read over. */
  void refuse(Flaw found) {
    flaw = found;
    place = Place.OPEN;
    open = Long.MAX_VALUE;
  }

  /** The connection changes to another protocol: all further bytes are handed out as they come. */
  public void becomeTunnel() {
    place = Place.OPEN;
    open = Long.MAX_VALUE;
  }

  /** Whether the next byte belongs to a chunked body. */
  boolean isAtChunks() {
    return place == Place.CHUNKS;
  }

  ReadAhead held() {
    return held;
  }

  /** The chunked body was read to its end. */
  void endOfChunks() {
    place = Place.HEAD;
    held.release();
  }

  /** Nothing is timed before the first byte of a head: the connection is idle until then. */
  private void waitForHead() {
    if (!scanner.isUntouched() && headTimer == null) {
      headTimer =
          connection
              .getIoThread()
              .executeAfter(
                  () -> IoUtils.safeClose(connection), limits.millis(), TimeUnit.MILLISECONDS);
    }
  }

  private void stopTimer() {
    if (headTimer != null) {
      headTimer.remove();
      headTimer = null;
    }
  }

  /** No selector tells of bytes that are held already. */
  @Override
  public void resumeReads() {
    boolean scanned = place == Place.HEAD && scanner.length() == held.bytes().remaining();
    if (!held.isEmpty() && !scanned) {
      next.wakeupReads();
      return;
    }
    next.resumeReads();
  }
}
