package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.EndingUpstream.End;
import io.matapalo.proxy.EndingUpstream.Moment;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrix of an upstream's ends: at every moment, by FIN and by RST, on a fresh connection and
 * on a kept one, for every class of operation. Clients of reads see none of them, and no unsafe
 * request arrives twice.
 */
class UpstreamEndsIT {

  private static final String IDEMPOTENT =
      """
        - name: set
          path: %s
          element: "{%s}set"
          class: idempotent
          timeout: 5m
      """
          .formatted(Stage.PATH, Stage.NAMESPACE);

  @TempDir Path folder;

  /** What is asked, and how the catalogue sees it. */
  private enum Request {
    READ(Stage.soap("look"), true),
    IDEMPOTENT_OPERATION(Stage.soap("set"), true),
    UNSAFE(Stage.soap("buy"), false),
    UNKNOWN_GET(Stage.get("/report"), true),
    UNKNOWN_POST(Stage.post("neither"), false);

    private final String text;
    private final boolean mayBeRepeated;

    Request(String text, boolean mayBeRepeated) {
      this.text = text;
      this.mayBeRepeated = mayBeRepeated;
    }
  }

  private record Case(Moment moment, End end, Request request, boolean onKept) {}

  private static List<Case> matrix() {
    List<Case> all = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      for (End end : End.values()) {
        for (Request request : Request.values()) {
          all.add(new Case(moment, end, request, false));
          all.add(new Case(moment, end, request, true));
        }
      }
    }
    return all;
  }

  private static String patientAndOneThreaded(String yaml) {
    return yaml.replace("io-threads: 2", "io-threads: 1")
            .replace(
                "    queue-timeout: 5m",
                "    queue-timeout: 5m\n    retry-percent: 100\n"
                    + "    outliers: {failures: 0, failure-percent: 100}")
        + IDEMPOTENT;
  }

  private Stage stage(FakeUpstream legacy) throws IOException {
    return Stage.with(
        folder, legacy, FakeUpstream.answering("unused"), UpstreamEndsIT::patientAndOneThreaded);
  }

  @Test
  void readsSucceedAndNoUnsafeRequestArrivesTwiceWheneverAnUpstreamEnds() throws IOException {
    EndingUpstream legacy = new EndingUpstream();
    List<String> wrong = new ArrayList<>();
    try (Stage stage = stage(legacy.upstream());
        RawClient client = stage.client()) {
      for (Case each : matrix()) {
        if (!each.onKept()) {
          legacy.closesAfterTheNextAnswer();
        }
        assertThat(client.call(Stage.soap("look")).body()).isEqualTo("ok");
        String fault = ask(client, legacy, each);
        if (!fault.isEmpty()) {
          wrong.add(each + ": " + fault);
        }
      }
      stage.awaitOpen(0);
      await().until(() -> legacy.upstream().openConnections() <= 1);
    }
    assertThat(wrong).isEmpty();
  }

  /** Twice: the first is what the upstream ends at, the second what it leaves behind. */
  private static String ask(RawClient client, EndingUpstream legacy, Case each) throws IOException {
    legacy.ends(each.moment(), each.end());
    RawClient.Reply first = client.call(each.request().text);
    String fault = fault(each.request(), first, legacy.begun());
    legacy.endsNoMore();
    RawClient.Reply second = client.call(each.request().text);
    return fault + fault(each.request(), second, legacy.begun());
  }

  private static String fault(Request request, RawClient.Reply reply, int arrived) {
    boolean isAnswer = reply.status() == 200 && reply.body().equals("ok");
    boolean isRefusal = reply.status() == 502 && !request.mayBeRepeated;
    return (isAnswer || isRefusal) && (arrived <= 1 || request.mayBeRepeated)
        ? ""
        : "%s arrived %d times. ".formatted(reply, arrived);
  }

  /** Whichever instance is the first, the read is repeated where the other takes no connection. */
  @Test
  void aRepeatedReadComesBackWhereTheOtherInstanceIsGone() throws IOException {
    EndingUpstream legacy = new EndingUpstream();
    int gone;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = socket.getLocalPort();
    }
    String two =
        """
              - {name: there, url: "http://127.0.0.1:%d"}
              - {name: gone, url: "http://127.0.0.1:%d"}
            affinity: {mode: round-robin}
        """
            .formatted(legacy.upstream().port(), gone);
    try (Stage stage =
            Stage.with(
                folder,
                legacy.upstream(),
                FakeUpstream.answering("unused"),
                yaml -> Stage.instancesOfLegacy(patientAndOneThreaded(yaml), two));
        RawClient client = stage.client()) {
      for (int i = 0; i < 4; i++) {
        legacy.ends(Moment.BEFORE_THE_ANSWER, End.FIN);
        assertThat(client.call(Stage.soap("look")).body()).as("request %d", i).isEqualTo("ok");
        legacy.endsNoMore();
      }
    }
  }

  /**
   * The proxy keeps a part of a large body only, and half a message must not be sent as a whole.
   */
  @Test
  void aReadTooLargeToBeKeptIsAnsweredAndNeverSentTwice() throws IOException {
    EndingUpstream legacy = new EndingUpstream();
    String large = Stage.envelope("look").replace("</s:Body>", "a".repeat(90_000) + "</s:Body>");
    try (Stage stage = stage(legacy.upstream());
        RawClient client = stage.client()) {
      legacy.ends(Moment.BEFORE_THE_ANSWER, End.RST);
      assertThat(client.call(Stage.post(large)).status()).isEqualTo(502);
      assertThat(legacy.begun()).isEqualTo(1);
      assertThat(client.call(Stage.post(large)).body()).isEqualTo("ok");
    }
  }

  static Stream<Arguments> cutAnswers() {
    List<Arguments> all = new ArrayList<>();
    for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
      for (End end : End.values()) {
        all.add(Arguments.of(version, "Content-Length: 900000\r\n\r\n", end));
        all.add(Arguments.of(version, "Transfer-Encoding: chunked\r\n\r\ndbba0\r\n", end));
      }
      // Without length or chunks an orderly end is the end of the answer.
      all.add(Arguments.of(version, "\r\n", End.RST));
    }
    return all.stream();
  }

  /** So much went through before that the client has a part of the answer. */
  @ParameterizedTest
  @MethodSource("cutAnswers")
  void anAnswerThatIsCutNeverSeemsWhole(String version, String framing, End end)
      throws IOException {
    Gate gate = new Gate();
    FakeUpstream legacy =
        FakeUpstream.holding(connection -> {
          connection.getInputStream().readNBytes(1_000);
          FakeUpstream.raw(
              connection.getOutputStream(), "HTTP/1.1 200 OK\r\n" + framing + "a".repeat(400_000));
          gate.pass();
          end.of(connection);
        });
    try (Stage stage = stage(legacy);
        RawClient client = stage.client()) {
      client.send(
          "POST / %s\r\nHost: a\r\nContent-Length: 2000\r\n\r\n".formatted(version)
              + "a".repeat(2_000));
      RawClient.Reply head = client.replyToHead();
      assertThat(head.status()).isEqualTo(200);
      gate.open();
      assertThatThrownBy(() -> client.body(head)).isInstanceOf(IOException.class);
    }
  }
}
