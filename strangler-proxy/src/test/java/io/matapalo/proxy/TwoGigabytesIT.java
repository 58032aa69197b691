package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that fits neither into memory nor into a number of 31 bits, both ways. */
@Tag("deep")
class TwoGigabytesIT {

  private static final String LITTLE_MEMORY =
      "export JDK_JAVA_OPTIONS=\"$JDK_JAVA_OPTIONS -Xmx48m -XX:MaxDirectMemorySize=32m"
          + " -XX:+ExitOnOutOfMemoryError\"";

  private static final int PIECE = 1 << 20;
  private static final int PIECES = 2_100;
  private static final long SIZE = (long) PIECE * PIECES;
  private static final long MOST_WRITTEN = 16 << 20;

  @TempDir Path folder;
  private final byte[] piece = new byte[PIECE];

  @Test
  void twoGigabytesPassBothWaysThroughLittleMemoryAndNoFile() throws Exception {
    new Random(12).nextBytes(piece);
    Path file = folder.resolve("proxy.yaml");
    try (FakeUpstream legacy = FakeUpstream.holding(this::receiveAndSendBack)) {
      Files.writeString(
          file, Stage.yaml(legacy.port(), legacy.port()).replace("10485760", Long.toString(SIZE)));
      try (ProxyProcess process = ProxyProcess.startAfter(LITTLE_MEMORY, file, "--port", "0");
          Socket client = new Socket(InetAddress.getLoopbackAddress(), process.readyPort())) {
        client.setSoTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
        long written = process.number("io", "write_bytes");
        send("POST /upload HTTP/1.1\r\nHost: a\r\n", client.getOutputStream());
        InputStream in = new BufferedInputStream(client.getInputStream());
        assertThat(readHead(in)).startsWith("HTTP/1.1 200 ").contains("Content-Length: " + SIZE);
        assertThat(checksum(in)).isEqualTo(expected());
        assertThat(process.number("io", "write_bytes") - written).isLessThan(MOST_WRITTEN);
        assertThat(process.isAlive()).isTrue();
      }
    }
  }

  private void receiveAndSendBack(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream());
    assertThat(readHead(in)).contains("Content-Length: " + SIZE);
    if (checksum(in) != expected()) {
      throw new IOException("another body arrived");
    }
    send("HTTP/1.1 200 OK\r\n", connection.getOutputStream());
  }

  private void send(String head, OutputStream out) throws IOException {
    FakeUpstream.raw(out, head + "Content-Length: " + SIZE + "\r\n\r\n");
    for (int i = 0; i < PIECES; i++) {
      out.write(piece);
    }
    out.flush();
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      byte[] next = in.readNBytes(1);
      if (next.length == 0) {
        throw new EOFException("ended after: " + head);
      }
      head.append(new String(next, StandardCharsets.ISO_8859_1));
    }
    return head.toString();
  }

  /** Of exactly as many bytes as were announced. */
  private static long checksum(InputStream in) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[PIECE];
    long left = SIZE;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, PIECE));
      if (count < 0) {
        throw new EOFException("ended %d bytes too early".formatted(left));
      }
      sum.update(buffer, 0, count);
      left -= count;
    }
    return sum.getValue();
  }

  private long expected() {
    CRC32 sum = new CRC32();
    for (int i = 0; i < PIECES; i++) {
      sum.update(piece);
    }
    return sum.getValue();
  }
}
