package io.matapalo.perf.bench.closedloop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * One keep-alive connection from one client address. It reads answers with a {@code Content-Length}
 * and reads their bytes over. Confined to one thread at a time.
 */
final class LoopConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int BUFFER = 65_536;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final InetAddress client;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final Set<String> instances = new TreeSet<>();

  private LoopConnection(InetAddress client, Socket socket) throws IOException {
    this.client = client;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static LoopConnection open(InetAddress client, InetSocketAddress target) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
      socket.bind(new InetSocketAddress(client, 0));
      socket.connect(target, Math.toIntExact(CONNECT.toMillis()));
      return new LoopConnection(client, socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  InetAddress client() {
    return client;
  }

  /** The names of those that answered. */
  Set<String> instances() {
    return instances;
  }

  /** Sends a request and waits for the last byte of its answer, at most 30 s for each piece. */
  void exchange(byte[] message) throws IOException {
    out.write(message);
    int filled = 0;
    int end = -1;
    while (end < 0) {
      if (filled == BUFFER) {
        throw new IOException("the head of an answer is longer than %d bytes".formatted(BUFFER));
      }
      filled += read(filled, BUFFER - filled);
      end = endOfHead(filled);
    }
    AnswerHead head = AnswerHead.of(new String(buffer, 0, end, ISO_8859_1));
    head.instance().ifPresent(instances::add);
    int left = head.contentLength() - (filled - end);
    while (left > 0) {
      left -= read(0, Math.min(left, BUFFER));
    }
    if (left < 0) {
      throw new IOException("the answer is %d bytes longer than it says".formatted(-left));
    }
  }

  private int endOfHead(int filled) {
    for (int i = 0; i <= filled - END_OF_HEAD.length(); i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r') {
        return i + END_OF_HEAD.length();
      }
    }
    return -1;
  }

  private int read(int offset, int most) throws IOException {
    int count = in.read(buffer, offset, most);
    if (count < 0) {
      throw new EOFException("the connection ended before the answer did");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
