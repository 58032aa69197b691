package io.matapalo.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A client that says exactly the bytes that a test wants, over one connection. Confined to one
 * thread at a time.
 */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean heard;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static RawClient to(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Over a connection that the test has opened. */
  static RawClient over(Socket socket) throws IOException {
    return new RawClient(socket);
  }

  static RawClient from(String address, int port) throws IOException {
    return new RawClient(
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
  }

  /** An answer as it stood on the wire. */
  record Reply(int status, List<String> fields, String body) {
    Optional<String> field(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(field -> field.substring(prefix.length()).strip())
          .findFirst();
    }
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    heard = false;
    out.write(bytes);
    out.flush();
    return this;
  }

  /** One request, one answer. */
  Reply call(String request) throws IOException {
    return send(request).reply();
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection by a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads one answer, skipping none. */
  Reply reply() throws IOException {
    return reply(false);
  }

  Reply replyToHead() throws IOException {
    return reply(true);
  }

  private Reply reply(boolean head) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    Reply bare = new Reply(status, fields, "");
    if (head || status < 200 || status == 204 || status == 304) {
      return bare;
    }
    return new Reply(status, fields, new String(body(bare), StandardCharsets.UTF_8));
  }

  /** Reads the body of the answer whose head was read by {@link #replyToHead}. */
  byte[] body(Reply head) throws IOException {
    Optional<String> length = head.field("Content-Length");
    if (length.isPresent()) {
      return exactly(Integer.parseInt(length.get()));
    }
    if (head.field("Transfer-Encoding").isEmpty()) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new IOException("chunk without end");
      }
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  /** So many bytes that are no part of an answer, as Latin-1 text. */
  String bytes(int count) throws IOException {
    return new String(exactly(count), StandardCharsets.ISO_8859_1);
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("body ended after %d of %d bytes".formatted(bytes.length, count));
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("connection ended after: " + line);
      }
      heard = true;
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
      }
      line.write(next);
    }
  }

  /** Whether a byte of an answer has been read since something was sent. */
  boolean hasHeard() {
    return heard;
  }

  /** Whether the other side has ended the connection, orderly or not; waits for it. */
  boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
