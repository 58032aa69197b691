package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class FakeUpstreamTest {

  private static Socket ask(FakeUpstream upstream, String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port());
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return socket;
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Test
  void requestsAreRecordedByteForByteAndAnsweredByTheScript() throws IOException {
    String first =
        "POST /x?y HTTP/1.1\r\nHost: h\r\nX-Odd:  two\r\nContent-Length: 3\r\n\r\na\u00ffb";
    String second = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nchunks\r\n0\r\n\r\n";
    try (FakeUpstream upstream =
            FakeUpstream.start((request, out) ->
                FakeUpstream.reply(out, "200 OK", request.content(), "X: y")
                    && request.target().equals("/x?y"));
        Socket socket = ask(upstream, first + second)) {
      assertThat(all(socket))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 3\r\n\r\na\u00ffb"
                  + "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 6\r\n\r\nchunks");
      assertThat(upstream.received())
          .extracting(RecordedRequest::raw)
          .containsExactly(first, second);
      assertThat(upstream.received().getFirst().line()).isEqualTo("POST /x?y HTTP/1.1");
      assertThat(upstream.received().getFirst().header("x-odd")).contains("two");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatIsNotWholeIsNotRecorded() throws IOException {
    try (FakeUpstream upstream = FakeUpstream.answering("unused");
        Socket socket = ask(upstream, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")) {
      socket.shutdownOutput();
      assertThat(all(socket)).isEmpty();
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void anEarlyAnswerComesBeforeTheRequestIsWhole() throws IOException {
    try (FakeUpstream upstream = FakeUpstream.early("bytes\nof no protocol");
        Socket socket = ask(upstream, "a".repeat(1_000))) {
      assertThat(socket.getInputStream().readNBytes(20))
          .asString(ISO_8859_1)
          .startsWith("bytes\nof");
      assertThat(upstream.openConnections()).isEqualTo(1);
      upstream.hangUp();
      assertThat(all(socket)).isIn("l", "");
    }
  }
}
