package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upstreams that fail at every point of their answer. A client that hears nothing sends its request
 * again, so each failure is answered as long as no byte went out; and what the upstream saw is
 * counted, because the client does not tell.
 */
class SilenceIT {

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path folder;
  private final Gate gate = new Gate();
  private final AtomicInteger calls = new AtomicInteger();

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  /** What the upstream sends before it fails. */
  enum Point {
    BEFORE_THE_ANSWER(""),
    WITHIN_THE_HEAD("HTTP/1.1 200 OK\r\nContent-Le"),
    AFTER_THE_HEAD("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
    AFTER_THE_HEAD_OF_A_LARGE_BODY("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"),
    AFTER_THE_HEAD_OF_CHUNKS(CHUNKED),
    WITHIN_THE_FIRST_CHUNK_SIZE(CHUNKED + "5"),
    WITHIN_A_SHORT_BODY("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");

    private final String sent;

    Point(String sent) {
      this.sent = sent;
    }
  }

  /** How it fails. */
  enum End {
    CLOSE,
    RESET,
    STALL
  }

  @AfterEach
  void stop() throws IOException {
    gate.open();
    stage.close();
  }

  private void start(FakeUpstream.Script script, UnaryOperator<String> change) throws IOException {
    legacy = FakeUpstream.start(script);
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"), change);
  }

  private static String impatient(String yaml) {
    return yaml.replaceFirst("(class: unsafe\n +timeout:) 5m", "$1 400ms");
  }

  /** Fails by this end after these bytes. */
  private boolean fail(String sent, End end, OutputStream out) throws IOException {
    FakeUpstream.raw(out, sent);
    switch (end) {
      case CLOSE -> {}
      case RESET -> legacy.reset();
      case STALL -> gate.pass();
    }
    return false;
  }

  static Stream<Arguments> failuresForRepeatingClients() {
    List<Arguments> all = new ArrayList<>();
    for (RepeatingClient client : RepeatingClient.values()) {
      for (Point point : Point.values()) {
        for (End end : End.values()) {
          all.add(Arguments.of(client, point, end));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("failuresForRepeatingClients")
  void aFailureIsAnsweredSoThatNoClientBuysTwice(RepeatingClient client, Point point, End end)
      throws IOException {
    start(
        (request, out) ->
            calls.incrementAndGet() == 1
                ? FakeUpstream.reply(out, "200 OK", "first")
                : fail(point.sent, end, out),
        SilenceIT::impatient);
    List<OptionalInt> statuses = client.postTwice(stage.port(), Stage.envelope("buy"));
    int failure = end == End.STALL ? 504 : 502;
    assertThat(statuses).containsExactly(OptionalInt.of(200), OptionalInt.of(failure));
    assertThat(legacy.received()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void anAnswerIsCutOnlyAfterItsFirstByte(RepeatingClient client) throws IOException {
    start(
        (request, out) ->
            calls.incrementAndGet() == 1
                ? FakeUpstream.reply(out, "200 OK", "first")
                : fail(CHUNKED + "5\r\nhello\r\n", End.CLOSE, out),
        SilenceIT::impatient);
    List<OptionalInt> statuses = client.postTwice(stage.port(), Stage.envelope("buy"));
    assertThat(statuses).containsExactly(OptionalInt.of(200), OptionalInt.empty());
    assertThat(legacy.received()).hasSize(2);
  }

  static Stream<RepeatingClient> clients() {
    return Stream.of(RepeatingClient.values());
  }

  /** Every failure that an upstream can make of a read is made good by a second try. */
  @ParameterizedTest
  @MethodSource("endsOfReads")
  void aReadIsSentAgainAndItsClientSeesNoFailure(Point point, End end, boolean onKept)
      throws IOException {
    AtomicInteger failing = new AtomicInteger(onKept ? 2 : 1);
    start(
        (request, out) ->
            calls.incrementAndGet() == failing.get()
                ? fail(point.sent, end, out)
                : FakeUpstream.reply(out, "200 OK", "ok"),
        yaml -> yaml);
    try (RawClient client = stage.client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(Stage.soap("look")).body()).isEqualTo("ok");
      }
      failing.set(calls.get() + 1);
      assertThat(client.call(Stage.get("/")).body()).isEqualTo("ok");
    }
    assertThat(legacy.received()).hasSize(6);
  }

  static Stream<Arguments> endsOfReads() {
    List<Arguments> all = new ArrayList<>();
    for (Point point : Point.values()) {
      for (End end : List.of(End.CLOSE, End.RESET)) {
        all.add(Arguments.of(point, end, true));
        all.add(Arguments.of(point, end, false));
      }
    }
    return all.stream();
  }

  @Test
  void anUpstreamThatEndsAfterItsAnswerHarmsNobody() throws IOException {
    start(
        (request, out) -> {
          FakeUpstream.reply(out, "200 OK", "ok");
          if (calls.incrementAndGet() % 2 == 0) {
            legacy.reset();
          }
          return calls.get() % 3 != 0;
        },
        yaml -> yaml);
    try (RawClient client = stage.client()) {
      for (int i = 1; i <= 30; i++) {
        assertThat(client.call(Stage.soap("look")).body()).isEqualTo("ok");
      }
    }
  }

  /** Legacy lost a conflict and rolled back: nothing was bought yet. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 22\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n16\r\n"})
  void faultThatChangedNothingIsTriedAgainTwice(String framing) throws IOException {
    AtomicInteger lost = new AtomicInteger(2);
    String fault = "HTTP/1.1 500 X\r\n" + framing + "<code>Conflict</code>\r";
    String end = framing.startsWith("T") ? "\r\n0\r\n\r\n" : "";
    start(
        (request, out) ->
            lost.getAndDecrement() > 0
                ? FakeUpstream.raw(out, fault + end)
                : FakeUpstream.reply(out, "200 OK", request.content()),
        yaml ->
            yaml.replaceFirst(
                "(class: unsafe\n)", "$1    repeatable-fault: <code>Conflict</code>\n"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo(Stage.envelope("buy"));
      assertThat(legacy.received()).hasSize(3);
      lost.set(3);
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(500);
      lost.set(1);
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(500);
    }
    assertThat(legacy.received()).hasSize(7);
  }

  @Test
  void repetitionsEndWithTheBudget() throws IOException {
    start(
        (request, out) -> fail("", End.CLOSE, out),
        yaml ->
            yaml.replace("    queue-timeout: 5m", "    queue-timeout: 5m\n    retry-percent: 0"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(502);
    }
    assertThat(legacy.received()).hasSize(1);
  }

  @Test
  void whatIsOpenAtTheEndOfTheDrainTimeIsAnswered() throws IOException, InterruptedException {
    start(
        (request, out) -> fail("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", End.STALL, out),
        yaml -> yaml.replace("drain: 5m", "drain: 100ms"));
    try (RawClient waiting = stage.client();
        RawClient sending = stage.client()) {
      waiting.send(Stage.soap("buy"));
      sending.send(Stage.soap("buy").substring(0, 100));
      await().until(() -> legacy.received().size() == 1);
      Thread stopping = Thread.ofVirtual().start(() -> stage.proxy().close());
      RawClient.Reply reply = waiting.reply();
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.field("Connection")).contains("close");
      assertThat(reply.body()).contains("soap:Server");
      assertThat(sending.reply().status()).isEqualTo(503);
      assertThat(sending.isEnded()).isTrue();
      assertThat(stopping.join(Stage.LIMIT)).isTrue();
    }
    assertThat(legacy.received()).hasSize(1);
  }

  /** SOAP 1.1 clients such as the JAX-WS reference implementation read a fault in 500 alone. */
  @Test
  void aFaultHasTheStatusThatTheClientsOfItsOperationRead() throws IOException {
    start(
        (request, out) -> fail("", End.CLOSE, out),
        yaml -> yaml.replaceFirst("(class: unsafe\n)", "$1    fault-status: 500\n"));
    try (RawClient client = stage.client()) {
      RawClient.Reply fault = client.call(Stage.soap("buy"));
      assertThat(fault.status()).isEqualTo(500);
      assertThat(fault.body()).contains("soap:Server", "did not answer properly");
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(502);
      assertThat(client.call(Stage.soap("buy", "Transfer-Encoding: chunked")).status())
          .isEqualTo(400);
    }
  }
}
