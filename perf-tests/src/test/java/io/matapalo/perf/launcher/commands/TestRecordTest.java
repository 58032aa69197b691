package io.matapalo.perf.launcher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./matapalo test} leaves behind, from Maven's output and reports. */
class TestRecordTest {
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");
  private static final String SUMMARY =
      """
      [INFO] Reactor Summary for Matapalo 0.1.0-SNAPSHOT:
      [INFO]
      [INFO] Matapalo ........................................... SUCCESS [  3.688 s]
      [INFO] testkit ............................................ FAILURE [02:30 min]
      [INFO] perf-tests ......................................... SKIPPED
      """;
  private static final String REPORT =
      """
      <testsuite>
        <testcase classname="a.Clients" name="node"><skipped message="no &quot;node&quot;"/></testcase>
        <testcase classname="a.Clients" name="php"/>
        <testcase classname="a.Clients" name="ri"><failure/></testcase>
      </testsuite>
      """;

  private static final Path SOURCE =
      Path.of(System.getProperty("matapalo.root"))
          .resolve("perf-tests/src/main/java")
          .resolve(TestRecord.class.getName().replace('.', '/') + ".java");

  @TempDir private Path root;

  @BeforeEach
  void aRunThatFailedInItsSecondModule() throws IOException {
    Files.createDirectories(root.resolve("target"));
    Files.writeString(root.resolve("target/test.log"), SUMMARY);
    report("failsafe-reports/TEST-a.Clients.xml", BEGAN.plusSeconds(60));
    report("surefire-reports/TEST-of.an.earlier.Run.xml", BEGAN.minusSeconds(60));
  }

  @Test
  void modulesComeWithTheirMinutesAndTests() throws IOException {
    JsonNode testkit = recorded().path("modules").path(1);

    assertThat(testkit.path("name").asText()).isEqualTo("testkit");
    assertThat(testkit.path("result").asText()).isEqualTo("FAILURE");
    assertThat(testkit.path("minutes").asDouble()).isEqualTo(2.5);
    assertThat(testkit.path("tests").asInt()).isEqualTo(3);
    assertThat(testkit.path("failed").asInt()).isEqualTo(1);
    assertThat(recorded().path("modules")).hasSize(3);
  }

  @Test
  void whatWasLeftOutHasItsReason() throws IOException {
    JsonNode skip = recorded().path("skips").path(0);

    assertThat(skip.path("test").asText()).isEqualTo("a.Clients.node");
    assertThat(skip.path("reason").asText()).isEqualTo("no \"node\"");
  }

  @Test
  void theEndOfTheOutputTellsTimesAndWhatWasLeftOut() throws IOException {
    assertThat(record().summary(root))
        .contains(
            "testkit            FAILURE    2.50 min      3 tests    1 left out",
            "left out: a.Clients.node: no \"node\"",
            "tier deep: red, 3.00 minutes, 1 tests left out");
  }

  @Test
  void aReasonThatIsNotAllowedIsNamed() throws IOException {
    Path allowed = Files.createDirectories(root.resolve("perf-tests")).resolve("allowed-skips.txt");
    Files.writeString(allowed, "# no \"node\"\nno php\n");
    assertThat(record().forbidden(root))
        .singleElement()
        .asString()
        .startsWith("a.Clients.node was left out (no \"node\"): mend what is missing");

    Files.writeString(allowed, "no \"node\"\n");
    assertThat(record().forbidden(root)).isEmpty();
  }

  /** As {@code ./matapalo test} calls it, which ends with this exit code after a green run. */
  @Test
  void aReasonThatIsNotAllowedEndsTheCommandWithOne() throws Exception {
    Path allowed = Files.createDirectories(root.resolve("perf-tests")).resolve("allowed-skips.txt");
    Files.writeString(allowed, "no php\n");
    assertThat(command()).isEqualTo(1);

    Files.writeString(allowed, "no \"node\"\n");
    assertThat(command()).isZero();
  }

  private int command() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(SOURCE.toString());
    command.addAll(List.of(root.toString(), "abc", "clean", "test"));
    command.addAll(List.of(second(BEGAN), second(BEGAN.plusSeconds(180)), "0"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("output").toFile())
        .start()
        .waitFor();
  }

  private static String second(Instant instant) {
    return String.valueOf(instant.getEpochSecond());
  }

  @Test
  void theRunIsToldApartFromAnother() throws IOException {
    JsonNode run = recorded();

    assertThat(run.path("commit").asText()).isEqualTo("abc");
    assertThat(run.path("clean").asBoolean()).isFalse();
    assertThat(run.path("tier").asText()).isEqualTo("deep");
    assertThat(run.path("result").asText()).isEqualTo("red");
    assertThat(run.path("minutes").asDouble()).isEqualTo(3);
    assertThat(run.path("arguments").path(1).asText()).isEqualTo("testkit");
  }

  private JsonNode recorded() throws IOException {
    return new ObjectMapper().readTree(record().json(root));
  }

  private static TestRecord record() {
    return new TestRecord(
        "abc",
        false,
        "deep",
        List.of("-pl", "testkit"),
        new TestRecord.Span(BEGAN, BEGAN.plusSeconds(180)),
        1);
  }

  private void report(String name, Instant written) throws IOException {
    Path file = root.resolve("testkit/target").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, REPORT);
    Files.setLastModifiedTime(file, FileTime.from(written));
  }
}
