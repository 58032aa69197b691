package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request ids, and the counts of the SQL recorder behind the proxy. */
class RecordedSqlIT {

  private static final String COUNTS = "select=137;insert=7;update=32;delete=1;other=0;ms=41";

  @TempDir Path folder;
  private FakeUpstream legacy;
  private FakeUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    startCounting("count-sql: true\n");
  }

  private void startCounting(String lines) throws IOException {
    legacy = answering(COUNTS);
    fast = answering(COUNTS);
    stage = Stage.with(folder, legacy, fast, yaml -> lines + yaml);
  }

  private static FakeUpstream answering(String counts) throws IOException {
    return FakeUpstream.start(
        (request, out) -> FakeUpstream.reply(out, "200 OK", "ok", "X-Matapalo-Sql: " + counts));
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private RecordedRequest received() {
    return legacy.received().getLast();
  }

  @Test
  void requestWithoutIdGetsOneOfItsOwn() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy"));
      String first = received().header("X-Request-Id").orElse("");
      client.call(Stage.soap("buy"));
      assertThat(first).matches("[0-9a-f-]{8,}");
      assertThat(received().header("X-Request-Id").orElse(""))
          .matches("[0-9a-f-]{8,}")
          .isNotEqualTo(first);
    }
  }

  @Test
  void usableIdOfTheClientIsPassedOn() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy", "X-Request-Id: order:4711/a-b"));
    }
    assertThat(received().header("X-Request-Id")).contains("order:4711/a-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "has a blank in it", "quote\"quote", "a,b,c,d,e,f", "tag<tag>x"})
  void unusableIdOfTheClientIsReplaced(String id) throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy", "X-Request-Id: " + id));
    }
    assertThat(received().header("X-Request-Id").orElse("")).matches("[0-9a-f-]{8,}");
  }

  @Test
  void twoIdsBecomeOneNewId() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy", "X-Request-Id: first-of-two", "X-Request-Id: second-of-two"));
    }
    assertThat(received().headers("X-Request-Id")).hasSize(1);
    assertThat(received().header("X-Request-Id").orElse("")).matches("[0-9a-f-]{8,}");
  }

  @Test
  void countsAreAskedForShownAndSummedUp() throws IOException {
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("buy", "X-Matapalo-Sql: forged"));
      client.call(Stage.soap("buy"));
      assertThat(reply.field("X-Matapalo-Sql")).contains(COUNTS);
      assertThat(received().header("X-Matapalo-Sql")).contains("please");
      assertThat(client.call(Stage.get("/matapalo/status")).body())
          .contains("\"sql\":{\"answers\":2,\"last\":{\"select\":137,\"insert\":7")
          .contains(
              "\"total\":{\"select\":274,\"insert\":14,\"update\":64,\"delete\":2,\"other\":0,\"ms\":82}");
    }
  }

  @Test
  void countsStayInsideWhereDecisionsAreNotShown() throws IOException {
    stage.close();
    legacy = answering(COUNTS);
    fast = answering(COUNTS);
    stage =
        Stage.with(
            folder,
            legacy,
            fast,
            yaml -> "count-sql: true\n" + yaml.replace("expose-decision: true", ""));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).field("X-Matapalo-Sql")).isEmpty();
      assertThat(client.call(Stage.get("/matapalo/status")).body()).contains("\"answers\":1");
    }
  }

  @Test
  void nobodyIsAskedUnlessConfigured() throws IOException {
    stage.close();
    startCounting("");
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy", "X-Matapalo-Sql: please"));
    }
    assertThat(received().header("X-Matapalo-Sql")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "select=-1", "select=1;<b>=2", "select=12345678901234567890"})
  void whatIsNoCountIsDropped(String counts) throws IOException {
    stage.close();
    legacy = answering(counts);
    fast = answering(counts);
    stage = Stage.with(folder, legacy, fast, yaml -> "count-sql: true\n" + yaml);
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).field("X-Matapalo-Sql")).isEmpty();
      assertThat(client.call(Stage.get("/matapalo/status")).body()).doesNotContain("\"sql\"");
    }
  }
}
