package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One permit, and a client that takes or sends slowly: others are served meanwhile. */
class SlowClientIT {

  /** More than the kernel keeps for a client that reads nothing. */
  private static final int PIECES = 24;

  private static final String PIECE = "ghijklmnopqrstuv".repeat(1 << 16);
  private static final String DOWNLOAD = Stage.get("/download", "Connection: close");

  @TempDir Path folder;

  /** An upstream whose downloads are large, behind one permit. */
  private Stage stage(String framing, String limits, String cluster) throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) -> {
          if (!request.target().equals("/download")) {
            return FakeUpstream.reply(out, "200 OK", "ok");
          }
          boolean chunked = framing.startsWith("Transfer");
          FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
          for (int i = 0; i < PIECES; i++) {
            FakeUpstream.raw(out, chunked ? "100000\r\n" + PIECE + "\r\n" : PIECE);
          }
          return FakeUpstream.raw(out, chunked ? "0\r\n\r\n" : "")
              && !framing.equals("Connection: close");
        });
    return Stage.with(
        folder,
        legacy,
        FakeUpstream.answering("unused"),
        yaml ->
            yaml.replace("limits:\n", "limits:\n" + limits)
                .replace("    queue-timeout: 5m", "    max-connections: 1\n" + cluster));
  }

  private static Socket reader(Stage stage) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(Math.toIntExact(Stage.LIMIT.toMillis()));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port()));
    socket.getOutputStream().write(DOWNLOAD.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void awaitInUse(RawClient client, int count) {
    await()
        .until(() ->
            client
                .call(Stage.get("/matapalo/status"))
                .body()
                .contains("\"legacy\":{\"in-use\":%d,".formatted(count)));
  }

  private static void requireWhole(Socket socket) throws IOException {
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    String plain =
        answer.contains("chunked") ? body.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "") : body;
    assertThat(plain.equals(PIECE.repeat(PIECES))).as("whole and in order").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 25165824", "Transfer-Encoding: chunked", "Connection: close"})
  void clientThatReadsSlowlyHoldsUpNobody(String framing) throws IOException {
    String limits = "  answer-buffer-bytes: 33554432\n";
    try (Stage stage = stage(framing, limits, "    queue-timeout: 5m");
        RawClient other = stage.client();
        Socket slow = reader(stage)) {
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      awaitInUse(other, 0);
      assertThat(other.call(Stage.soap("buy")).body()).isEqualTo("ok");
      requireWhole(slow);
    }
  }

  /** The bound is that of the memory: such a client waits for itself, and keeps its permit. */
  @ParameterizedTest
  @CsvSource({"answer-buffer-bytes", "all-answer-buffers-bytes"})
  void answerLargerThanTheBufferKeepsItsPermitUntilItIsRead(String bound) throws IOException {
    String limits = "  %s: 65536\n".formatted(bound);
    try (Stage stage = stage("Content-Length: 25165824", limits, "    queue-timeout: 200ms");
        RawClient other = stage.client();
        Socket slow = reader(stage)) {
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      assertThat(other.call(Stage.soap("buy")).status()).isEqualTo(503);
      requireWhole(slow);
      awaitInUse(other, 0);
      assertThat(other.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
  }

  @Test
  void clientThatLeavesWithAnAnswerInTheBufferGivesItsMemoryBack() throws IOException {
    String limits = "  answer-buffer-bytes: 33554432\n  all-answer-buffers-bytes: 33554432\n";
    try (Stage stage = stage("Content-Length: 25165824", limits, "    queue-timeout: 5m");
        RawClient other = stage.client()) {
      for (int i = 0; i < 3; i++) {
        try (Socket slow = reader(stage)) {
          assertThat(slow.getInputStream().read()).isEqualTo('H');
          awaitInUse(other, 0);
        }
        // Only then its memory is free for the next one.
        stage.awaitOpen(0);
      }
      assertThat(other.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
  }

  @Test
  void clientThatSendsSlowlyHoldsUpNobody() throws IOException {
    String body = Stage.envelope("buy") + " ".repeat(40_000);
    String request = Stage.post(body);
    try (Stage stage = stage("Content-Length: 25165824", "", "    queue-timeout: 5m");
        RawClient other = stage.client();
        RawClient slow = stage.client()) {
      slow.send(request.substring(0, request.length() - 1));
      assertThat(other.call(Stage.soap("buy")).body()).isEqualTo("ok");
      slow.send(request.substring(request.length() - 1));
      assertThat(slow.reply().body()).isEqualTo("ok");
    }
  }
}
