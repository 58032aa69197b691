package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/2 that are refused: they end alone, with a line and a count. */
class Http2RefusalsIT {

  private static final String[] GOOD = {
    ":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/"
  };

  /** Each is wrong behind what is good. */
  private static final String[][] ADDED = {
    {"X-Upper", "1"},
    {"connection", "close"},
    {"keep-alive", "1"},
    {"proxy-connection", "close"},
    {"transfer-encoding", "chunked"},
    {"upgrade", "h2c"},
    {"te", "gzip"},
    {"x", "a\r\nb: c"},
    {"x", "a\nb"},
    {"x", "a\rb"},
    {"x", "a\0b"},
    {"x", " a"},
    {"x", "a\t"},
    {"a b", "1"},
    {"a:b", "1"},
    {"a\r\nb", "1"},
    {"", "1"},
    {":path", "/late"},
    {":status", "200"},
    {"host", "other"},
    {"content-length", "5"},
    {"content-length", "-0"},
    {"content-length", "1x"},
  };

  /** Each is wrong in the place of what is good. */
  private static final String[][] CHANGED = {
    {":method", "GET / HTTP/1.1\r\nX: y\r\n"},
    {":method", ""},
    {":path", ""},
    {":path", "no-path"},
    {":path", "/a b"},
    {":path", "/ HTTP/1.1\r\nX: y"},
    {":scheme", "ftp"},
    {":authority", "a\r\nX: y"},
    {":authority", "user@a"},
  };

  @TempDir static Path keys;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static Http2Site site;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    site = Http2Site.with(keys);
  }

  private static List<String[]> malformed() {
    List<String[]> rows = new ArrayList<>();
    for (String[] field : ADDED) {
      rows.add(concat(GOOD, field));
    }
    for (String[] field : CHANGED) {
      rows.add(replaced(GOOD, field));
    }
    for (int missing = 0; missing < GOOD.length; missing += 2) {
      rows.add(without(GOOD, missing));
    }
    rows.add(concat(new String[] {":unknown", "1"}, GOOD));
    rows.add(concat(new String[] {":method", "POST"}, GOOD));
    return rows;
  }

  private static String[] concat(String[] first, String[] second) {
    return IntStream.range(0, first.length + second.length)
        .mapToObj(i -> i < first.length ? first[i] : second[i - first.length])
        .toArray(String[]::new);
  }

  private static String[] without(String[] fields, int index) {
    return IntStream.range(0, fields.length)
        .filter(i -> i != index && i != index + 1)
        .mapToObj(i -> fields[i])
        .toArray(String[]::new);
  }

  private static String[] replaced(String[] fields, String[] changed) {
    String[] result = fields.clone();
    result[List.of(fields).indexOf(changed[0]) + 1] = changed[1];
    return result;
  }

  /** One connection takes them all: each ends its own stream alone. */
  @Test
  void malformedRequestsAreRefusedSaidAndNeverSentOn() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      int stream = 1;
      int count = 0;
      for (String[] fields : malformed()) {
        client.headers(stream, true, fields);
        FrameClient.Answer answer = client.answer(stream);
        assertThat(answer.status()).as(String.join("|", fields)).isEqualTo(400);
        String counted = "\"bad-request\":%d".formatted(++count);
        await().until(() -> site.status(stage).contains(counted));
        stream += 2;
      }
      client.get(stream, "/good");
      assertThat(client.answer(stream).body()).isEqualTo("legacy");
      assertThat(legacy.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("bodiesThatDisagree")
  void bodyThatDisagreesWithItsLengthIsRefused(String length, String body, String trailer)
      throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      String[] fields = length.isEmpty() ? new String[0] : new String[] {"content-length", length};
      client.head(1, fields).data(1, trailer.isEmpty(), body);
      if (!trailer.isEmpty()) {
        client.headers(1, true, trailer, "1");
      }
      FrameClient.Answer answer = client.answer(1);
      assertThat(answer.status() == 400 || answer.error() == FrameClient.PROTOCOL_ERROR).isTrue();
      await().until(() -> site.status(stage).contains("\"bad-request\":1"));
      assertThat(legacy.received()).isEmpty();
      client.get(3, "/good");
      assertThat(client.answer(3).body()).isEqualTo("legacy");
    }
  }

  static List<Arguments> bodiesThatDisagree() {
    return List.of(
        Arguments.of("5", "1234", ""),
        Arguments.of("5", "123456", ""),
        Arguments.of("", "1234", ":status"),
        Arguments.of("", "1234", "Upper"),
        Arguments.of("5", "1234", "x"));
  }

  /** Its reader had all that was announced, so that nobody else would say it. */
  @ParameterizedTest
  @ValueSource(strings = {"1234", ""})
  void bodyThatGoesOnBehindItsLengthEndsTheRequest(String announced) throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      client
          .head(1, "content-length", String.valueOf(announced.length()))
          .data(1, false, announced);
      await().until(() -> legacy.received().size() == 1);
      client.data(1, true, "5");
      assertThat(client.answer(1).error()).isEqualTo(FrameClient.PROTOCOL_ERROR);
      site.awaitOpen(stage, 0);
      await().until(() -> site.status(stage).contains("\"bad-request\":1"));
      gate.open();
    }
  }

  @Test
  void refusalsAreThoseOfHttp11() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    try (Stage stage =
            site.stage(
                folder,
                legacy,
                yaml -> yaml.replace("max-body-bytes: 10485760", "max-body-bytes: 100"));
        FrameClient client = site.frames(stage)) {
      client.post(1, "<!DOCTYPE a><a/>", "content-type", "text/xml");
      FrameClient.Answer fault = client.answer(1, "content-type");
      assertThat(fault.status()).isEqualTo(400);
      assertThat(fault.field()).startsWith("text/xml");
      client.head(3, "content-length", "101");
      assertThat(client.answer(3).status()).isEqualTo(413);
      client.post(5, "x".repeat(101));
      assertThat(client.answer(5).status()).isEqualTo(413);
      client.get(7, "/", "x-large", "x".repeat(33_000));
      assertThat(client.answer(7).status()).isEqualTo(431);
      client.headers(
          9, true, ":method", "TRACE", ":scheme", "https", ":authority", "a", ":path", "/");
      assertThat(client.answer(9).status()).isEqualTo(405);
      client.headers(11, true, ":method", "CONNECT", ":authority", "a:443");
      assertThat(client.answer(11).status()).isEqualTo(405);
      client.get(13, "/", "authorization", "Negotiate abc");
      assertThat(client.answer(13).error()).isEqualTo(FrameClient.HTTP_1_1_REQUIRED);
      client.get(15, "/good");
      assertThat(client.answer(15).body()).isEqualTo("legacy");
      assertThat(legacy.received()).hasSize(1);
      assertThat(site.status(stage)).contains("\"head-too-large\":1");
    }
  }
}
