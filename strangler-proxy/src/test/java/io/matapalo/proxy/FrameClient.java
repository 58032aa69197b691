package io.matapalo.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client of HTTP/2 that sends exactly the frames that a test wants. Confined to one thread at a
 * time.
 */
final class FrameClient implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;
  static final int HTTP_1_1_REQUIRED = 13;

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int MUCH = 1 << 30;
  private static final int MOST_A_FRAME = 16 << 10;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Map<Integer, Integer> widened = new HashMap<>();
  private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false, 100_000);

  /**
   * One frame as it came.
   *
   * @param fields of HEADERS; else none
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Frame(int type, int flags, int stream, byte[] payload, Http2Headers fields) {

    boolean isLast() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The error of a reset, or of an end of the connection. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    int lastStream() {
      return ByteBuffer.wrap(payload).getInt(0);
    }
  }

  /**
   * What became of one stream.
   *
   * @param error with which it was reset; -1 if it was not, or only after the whole answer
   */
  record Answer(int status, String field, String body, int error) {}

  private FrameClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** A connection on which the client has not begun. */
  static FrameClient silent(SSLContext trusting, int port) throws IOException {
    return new FrameClient(socket(trusting, port, "h2"));
  }

  /** A connection whose windows are as wide as can be. */
  static FrameClient to(SSLContext trusting, int port) throws IOException {
    return withWindow(trusting, port, MUCH);
  }

  /** A connection each of whose streams may get so many bytes at first. */
  static FrameClient withWindow(SSLContext trusting, int port, int window) throws IOException {
    FrameClient client = silent(trusting, port);
    client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array());
    return client.widen(0, MUCH);
  }

  /** A socket that has offered these protocols by ALPN, best first, and made its handshake. */
  static SSLSocket socket(SSLContext trusting, int port, String... protocols) throws IOException {
    SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    return socket;
  }

  FrameClient frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    out.flush();
    return this;
  }

  FrameClient widen(int stream, int bytes) throws IOException {
    return frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  FrameClient reset(int stream, int error) throws IOException {
    return frame(RESET, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
  }

  FrameClient data(int stream, boolean last, byte[] content) throws IOException {
    return frame(DATA, last ? END_STREAM : 0, stream, content);
  }

  FrameClient data(int stream, boolean last, String content) throws IOException {
    return data(stream, last, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Names and values in turn, each as it is, never compressed. */
  FrameClient headers(int stream, boolean last, String... namesAndValues) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      text(block, namesAndValues[i]);
      text(block, namesAndValues[i + 1]);
    }
    return block(stream, last ? END_STREAM : 0, block.toByteArray());
  }

  /** In as many frames as it takes. */
  private FrameClient block(int stream, int flags, byte[] block) throws IOException {
    for (int from = 0; from < block.length; from += MOST_A_FRAME) {
      int to = Math.min(block.length, from + MOST_A_FRAME);
      frame(
          from == 0 ? HEADERS : CONTINUATION,
          (from == 0 ? flags : 0) | (to == block.length ? END_HEADERS : 0),
          stream,
          Arrays.copyOfRange(block, from, to));
    }
    return this;
  }

  /** RFC 7541 §5.2, without Huffman coding. */
  private static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A GET without a body. */
  FrameClient get(int stream, String path, String... more) throws IOException {
    return headers(stream, true, with(more, ":method", "GET", ":path", path));
  }

  /** A POST of this body. */
  FrameClient post(int stream, String body, String... more) throws IOException {
    return head(stream, more).data(stream, true, body);
  }

  /** The head of a POST whose body follows. */
  FrameClient head(int stream, String... more) throws IOException {
    return headers(stream, false, with(more, ":method", "POST", ":path", Stage.PATH));
  }

  private static String[] with(String[] more, String... first) {
    return Stream.of(first, new String[] {":scheme", "https", ":authority", "shop.example"}, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  /** The next frame that is not answered by itself and widens no window. */
  Frame next() throws IOException {
    while (true) {
      Frame frame = any();
      boolean isAnswered = frame.type() == PING && frame.flags() == 0;
      if (frame.type() != WINDOW_UPDATE && frame.type() != SETTINGS && !isAnswered) {
        return frame;
      }
    }
  }

  /** The next frame, whatever it is; settings and pings are answered. */
  Frame any() throws IOException {
    int head = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & 0x7FFFFFFF;
    byte[] payload = in.readNBytes(head >>> 8);
    Frame frame = new Frame(head & 0xFF, flags, stream, payload, fields(head & 0xFF, payload));
    if (frame.type() == WINDOW_UPDATE) {
      widened.merge(stream, ByteBuffer.wrap(payload).getInt(), Integer::sum);
    } else if ((frame.type() == SETTINGS || frame.type() == PING) && flags == 0) {
      frame(frame.type(), 1, 0, frame.type() == PING ? payload : new byte[0]);
    }
    return frame;
  }

  /** Each block is decoded, because later ones refer to it. */
  private Http2Headers fields(int type, byte[] payload) throws IOException {
    try {
      return type == HEADERS
          ? fields.decodeHeaders(1, Unpooled.wrappedBuffer(payload))
          : EmptyHttp2Headers.INSTANCE;
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** By how much the other side has widened the window of this stream so far. */
  int widened(int stream) {
    return widened.getOrDefault(stream, 0);
  }

  /** Reads until the connection is told to end; other frames are dropped. */
  Frame goAway() throws IOException {
    Frame frame = next();
    while (frame.type() != GOAWAY) {
      frame = next();
    }
    return frame;
  }

  /** Whether the other side ends the connection; waits for it. */
  boolean isEnded() throws IOException {
    try {
      while (true) {
        any();
      }
    } catch (EOFException | SocketException | SSLException e) {
      return true;
    }
  }

  /** Reads until this stream is over; frames of others are dropped. */
  Answer answer(int stream) throws IOException {
    return answer(stream, "none");
  }

  /** The same with the value of one field of the answer. */
  Answer answer(int stream, String name) throws IOException {
    int status = 0;
    String value = "";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = next();
      if (frame.type() == GOAWAY && frame.error() != NO_ERROR) {
        throw new EOFException("connection was ended with error " + frame.error());
      }
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == RESET) {
        return new Answer(status, value, text(body), frame.error());
      }
      if (frame.type() == HEADERS) {
        status = Integer.parseInt(String.valueOf(frame.fields().status()));
        value = String.valueOf(frame.fields().get(name));
      } else if (frame.type() == DATA) {
        body.writeBytes(frame.payload());
      }
      if (frame.isLast()) {
        return new Answer(status, value, text(body), -1);
      }
    }
  }

  private static String text(ByteArrayOutputStream body) {
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
