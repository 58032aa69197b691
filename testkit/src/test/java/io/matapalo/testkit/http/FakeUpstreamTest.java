package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.FakeAnswer.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeUpstreamTest {
  private final FakeUpstream upstream = FakeUpstream.answering(FakeAnswer.of(200, "fine"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.close();
    upstream.close();
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post(body, Duration.ofMinutes(1));
  }

  private HttpResponse<String> post(String body, Duration patience)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(upstream.url() + "/a?b=c"))
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void scriptedAnswersComeFirstThenTheStandingOne() throws Exception {
    upstream.script(
        FakeAnswer.of(503, "busy").withHeader("Retry-After", "1"),
        FakeAnswer.chunked(200, "Zoë in chunks", 3));

    HttpResponse<String> busy = post("one");
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).contains("1");
    assertThat(post("two").body()).isEqualTo("Zoë in chunks");
    assertThat(post("three").body()).isEqualTo("fine");
    assertThat(upstream.connectionCount()).as("kept alive").isEqualTo(1);
  }

  @Test
  void requestsAreRecordedByteForByte() throws Exception {
    String sent = "POST /x HTTP/1.1\r\nHost: h\r\nX-Odd:  two\r\nContent-Length: 3\r\n\r\na\u00ffb";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port())) {
      socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
      assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    }

    RecordedRequest request = upstream.requests().getFirst();
    assertThat(request.raw()).isEqualTo(sent);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/x");
    assertThat(request.header("x-odd")).contains("two");
    assertThat(request.content()).isEqualTo("a\u00ffb");
  }

  @Test
  void chunkedRequestIsReadToItsEnd() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(upstream.url()))
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofString("chunks")))
            .build();
    client.send(request, HttpResponse.BodyHandlers.discarding());

    assertThat(upstream.requests().getFirst().text()).isEqualTo("chunks");
    assertThat(upstream.requests().getFirst().wireBody()).startsWith("6\r\nchunks");
  }

  @Test
  void brokenEndingsBreak() {
    upstream.script(FakeAnswer.of(200, "half of this").ending(Ending.CLOSE_WITHIN));
    assertThatThrownBy(() -> post("x")).isInstanceOf(IOException.class);

    upstream.alwaysAnswer(FakeAnswer.of(200, "").ending(Ending.CLOSE_BEFORE));
    assertThatThrownBy(() -> post("x")).isInstanceOf(IOException.class);

    upstream.alwaysAnswer(FakeAnswer.of(200, "").ending(Ending.RESET));
    assertThatThrownBy(() -> post("x")).isInstanceOf(IOException.class);

    upstream.alwaysAnswer(FakeAnswer.of(200, "").ending(Ending.HANG));
    assertThatThrownBy(() -> post("x", Duration.ofMillis(500)))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void delayedAnswerWaits() throws Exception {
    upstream.script(FakeAnswer.of(200, "late").after(Duration.ofMillis(100)));
    long before = System.nanoTime();
    assertThat(post("x").body()).isEqualTo("late");
    assertThat(System.nanoTime() - before).isGreaterThan(Duration.ofMillis(100).toNanos());
  }

  @Test
  void rawBytesAreSentAsTheyAre() throws Exception {
    upstream.script(FakeAnswer.raw("HTTP/1.1 204 No\r\nX: y\r\n\r\n"));
    assertThat(post("x").statusCode()).isEqualTo(204);
  }
}
