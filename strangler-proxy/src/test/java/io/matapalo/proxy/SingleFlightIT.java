package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.config.ConfigException;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identical reads at the same time. */
class SingleFlightIT {

  private static final int CLIENTS = 6;

  @TempDir Path folder;
  private final Gate gate = new Gate();
  private final AtomicInteger calls = new AtomicInteger();
  private final List<RawClient> clients = new ArrayList<>();

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @AfterEach
  void stop() throws IOException {
    gate.open();
    for (RawClient client : clients) {
      client.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  /** The first call waits to be released and gets this answer; later ones are answered at once. */
  private void start(String first) throws IOException {
    legacy =
        FakeUpstream.start((request, out) -> {
          int call = calls.incrementAndGet();
          if (call == 1) {
            gate.pass();
            return FakeUpstream.raw(out, first);
          }
          return FakeUpstream.reply(out, "200 OK", "alone");
        });
    stage =
        Stage.with(folder, legacy, FakeUpstream.answering("unused"), SingleFlightIT::singleFlight);
  }

  private static String singleFlight(String yaml) {
    return yaml.replaceFirst("(class: read\n)", "$1    single-flight: true\n");
  }

  private RawClient ask(String request) throws IOException {
    RawClient client = stage.client();
    clients.add(client);
    return client.send(request);
  }

  private void askAll(Function<Integer, String> request) throws IOException {
    ask(request.apply(0));
    await().until(() -> legacy.received().size() == 1);
    for (int i = 1; i < CLIENTS; i++) {
      ask(request.apply(i));
    }
  }

  @Test
  void identicalReadsAreSentOnceAndAllGetTheAnswer() throws IOException {
    start("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nA: b\r\nX-Request-Id: of-the-first\r\n\r\nsame");
    askAll(i -> Stage.soap("look", "X-Request-Id: request-" + i));
    stage.awaitOpen(CLIENTS);
    assertThat(legacy.received()).hasSize(1);
    gate.open();
    for (RawClient client : clients) {
      RawClient.Reply reply = client.reply();
      assertThat(reply.body()).isEqualTo("same");
      assertThat(reply.field("A")).contains("b");
      assertThat(reply.field("X-Matapalo-Side")).contains("legacy");
    }
    assertThat(clients.getLast().call(Stage.soap("look")).body()).isEqualTo("alone");
    assertThat(legacy.received()).hasSize(2);
  }

  @Test
  void answerThatIsOfOneClientIsNotShared() throws IOException {
    start("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nSet-Cookie: a=b\r\n\r\nmine");
    askAll(_ -> Stage.soap("look"));
    stage.awaitOpen(CLIENTS);
    gate.open();
    assertThat(clients.getFirst().reply().body()).isEqualTo("mine");
    for (RawClient client : clients.subList(1, CLIENTS)) {
      RawClient.Reply reply = client.reply();
      assertThat(reply.body()).isEqualTo("alone");
      assertThat(reply.field("Set-Cookie")).isEmpty();
    }
    assertThat(legacy.received()).hasSize(CLIENTS);
  }

  @Test
  void failureIsNotSharedEither() throws IOException {
    start("HTTP/1.1 500 X\r\nContent-Length: 5\r\n\r\nfault");
    askAll(_ -> Stage.soap("look"));
    stage.awaitOpen(CLIENTS);
    gate.open();
    assertThat(clients.getFirst().reply().status()).isEqualTo(500);
    for (RawClient client : clients.subList(1, CLIENTS)) {
      assertThat(client.reply().body()).isEqualTo("alone");
    }
  }

  @Test
  void whoFollowsGoesOnWhenTheFirstGoesAway() throws IOException {
    start("unused");
    askAll(_ -> Stage.soap("look"));
    stage.awaitOpen(CLIENTS);
    clients.getFirst().close();
    for (RawClient client : clients.subList(1, CLIENTS)) {
      assertThat(client.reply().body()).isEqualTo("alone");
    }
  }

  @Test
  void otherCredentialsCookiesAndBodiesGoAlone() throws IOException {
    start("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine");
    ask(Stage.soap("look", "Cookie: session=1"));
    await().until(() -> legacy.received().size() == 1);
    assertThat(ask(Stage.soap("look", "Cookie: session=2")).reply().body()).isEqualTo("alone");
    assertThat(ask(Stage.soap("look", "Authorization: Basic YQ==")).reply().body())
        .isEqualTo("alone");
    assertThat(ask(Stage.soap("look")).reply().body()).isEqualTo("alone");
    assertThat(ask(Stage.post(Stage.envelope("look") + " ", "Cookie: session=1")).reply().body())
        .isEqualTo("alone");
    assertThat(ask(Stage.soap("buy", "Cookie: session=1")).reply().body()).isEqualTo("alone");
  }

  @Test
  void onlyReadsCanBeShared() {
    FakeUpstream unused = FakeUpstream.answering("unused");
    assertThatThrownBy(() ->
            Stage.with(
                folder,
                unused,
                unused,
                yaml -> yaml.replaceFirst("(class: unsafe\n)", "$1    single-flight: true\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("class read alone");
    unused.close();
  }
}
