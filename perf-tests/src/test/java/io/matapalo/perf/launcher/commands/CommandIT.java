package io.matapalo.perf.launcher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.workload.Workload;
import io.matapalo.perf.bench.workload.WorkloadFile;
import io.matapalo.perf.cards.CardNumberSearch;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The commands as a person gives them: what they print and write, and that nothing is left when
 * they have ended.
 */
@Isolated("the load of the demo does not wait for the stack of another test")
class CommandIT {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final Path FOLDER = ROOT.resolve("target/command-it");
  private static final Duration DEMO = Duration.ofMinutes(6);
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final long SEED = 4711;

  @Test
  void demoComparesBothSidesAndLeavesNothingBehind() throws Exception {
    Path report = FOLDER.resolve("report");
    Path log = FOLDER.resolve("demo.log");
    Files.deleteIfExists(log);
    try (SupervisedProcess demo =
        start(
            log,
            List.of("demo", "--seconds", "5", "--rate", "8", "--seed", "" + SEED),
            List.of("--report", report.toString()))) {
      assertThat(demo.ended(DEMO)).as("the demo ends").isTrue();
      assertThat(demo.exitCode()).as(Files.readString(log)).hasValue(0);
    }
    String printed = Files.readString(log);
    assertThat(printed)
        .contains("Checkout.purchase", "MariaDB stands in for MySQL", "database on loopback");

    JsonNode stages =
        new ObjectMapper().readTree(report.resolve("summary.json").toFile()).path("stages");
    assertThat(stages).hasSize(3);
    assertThat(stages)
        .allSatisfy(stage ->
            assertThat(stage.path("operations"))
                .as("operations of the mix that come within a few seconds")
                .hasSizeGreaterThan(10));
    assertThat(sides(stages)).containsExactly("[legacy]", "[fast path]", "[legacy]");
    String html = Files.readString(report.resolve("report.html"));
    assertThat(html).doesNotContain("src=\"http", "href=\"http", "@import");

    Path run = runFolder(printed);
    assertThat(processesNaming(run)).isEmpty();
    assertThat(run.resolve("data")).doesNotExist();
    Set<String> numbers = cardNumbersOfTheRun();
    CardNumberSearch cards = CardNumberSearch.forNumbers(numbers);
    assertThat(cards.in(report, run, log)).isEmpty();
    Path planted = report.resolve("planted.html");
    Files.writeString(planted, "<td>" + numbers.iterator().next() + "</td>");
    assertThat(cards.in(report)).as("the search finds a number in a report").hasSize(1);
    Files.delete(planted);
  }

  @Test
  void upStaysUntilItIsAskedToEnd() throws Exception {
    Path log = FOLDER.resolve("up.log");
    Files.deleteIfExists(log);
    try (SupervisedProcess up = start(log, List.of("up"), List.of())) {
      Awaitility.await()
          .atMost(START)
          .until(() -> Files.exists(log) && Files.readString(log).contains("ready: http://"));
      Path run = runFolder(Files.readString(log));
      assertThat(processesNaming(run)).isNotEmpty();
      assertThat(trace()).contains("legacy", "statements", "SQL/req");

      // The first purchase after a start reads one row more.
      buy(Files.readString(log));
      buy(Files.readString(log));
      assertThat(trace("--operation", "Checkout.purchase"))
          .contains("Checkout.purchase on legacy: 2 requests")
          .contains("137 select, 7 insert, 32 update, 1 delete, 0 other: 177 in the latest");

      assertThat(ProcessHandle.of(up.pid()).orElseThrow().destroy()).isTrue();

      assertThat(up.ended(Duration.ofMinutes(3))).isTrue();
      assertThat(up.exitCode()).as(Files.readString(log)).hasValue(0);
      assertThat(processesNaming(run)).isEmpty();
      assertThat(run.resolve("running.json")).doesNotExist();
    }
  }

  /** The reference basket of the README, to the address that {@code up} has printed. */
  private static void buy(String printed) throws Exception {
    Matcher address = Pattern.compile("ready: (http://\\S+)").matcher(printed);
    assertThat(address.find()).as(printed).isTrue();
    String envelope =
        Files.readString(ROOT.resolve("docs/examples/purchase.xml"))
            .replace("REQUEST", UUID.randomUUID().toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.group(1)).resolve("/turnstile/v3/checkout"))
            .timeout(ANSWER)
            .header("Content-Type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofString(envelope))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("orderReference");
    }
  }

  /** What the command tells of the running stack, whose servers have run statements at start. */
  private static String trace(String... more) throws Exception {
    Path log = FOLDER.resolve("trace.log");
    Files.deleteIfExists(log);
    try (SupervisedProcess trace = start(log, List.of("trace"), List.of(more))) {
      assertThat(trace.ended(Duration.ofMinutes(3))).isTrue();
      assertThat(trace.exitCode()).as(Files.readString(log)).hasValue(0);
    }
    return Files.readString(log);
  }

  private static SupervisedProcess start(Path log, List<String> command, List<String> more)
      throws IOException {
    Files.createDirectories(FOLDER);
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmatapalo.root=" + ROOT,
                "-jar",
                ROOT.resolve("perf-tests/target/perf-tests.jar").toString()));
    words.addAll(command);
    words.addAll(more);
    return SupervisedProcess.start(ProcessPlan.of(log, words));
  }

  private static Path runFolder(String printed) {
    Matcher folder = Pattern.compile("run folder: (\\S+)").matcher(printed);
    assertThat(folder.find()).as(printed).isTrue();
    return Path.of(folder.group(1));
  }

  private static List<String> processesNaming(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        Path commandLine = process.resolve("cmdline");
        if (process.getFileName().toString().matches("\\d+") && Files.isReadable(commandLine)) {
          String words = read(commandLine);
          if (words.contains(folder.toString())) {
            found.add(words.replace('\0', ' '));
          }
        }
      }
    }
    return found;
  }

  /** Empty if the process ended meanwhile. */
  private static String read(Path commandLine) {
    try {
      return Files.readString(commandLine, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Who answered each stage: with all operations cut over, nobody but the fast path. */
  private static List<String> sides(JsonNode stages) {
    List<String> sides = new ArrayList<>();
    for (JsonNode stage : stages) {
      Set<String> names = new TreeSet<>(stage.path("operations").findValuesAsText("answeredBy"));
      // Of an operation that the stage had no time for.
      names.remove("unknown");
      sides.add(names.toString());
    }
    return sides;
  }

  /** What the workload draws from the run's seed; more numbers than the run could send. */
  private static Set<String> cardNumbersOfTheRun() {
    WorkloadFile file = WorkloadFile.read(ROOT.resolve("perf-tests/workloads/mix.yaml"));
    Workload workload = Workload.of(file, "again", new SplittableRandom(SEED));
    Pattern number = Pattern.compile("<number>(\\d+)</number>");
    Set<String> numbers = new TreeSet<>();
    for (int i = 0; i < 400; i++) {
      PlannedRequest request = workload.next("Checkout.purchase").orElseThrow();
      String body = StandardCharsets.UTF_8.decode(request.request().body().duplicate()).toString();
      Matcher matcher = number.matcher(body);
      if (matcher.find()) {
        numbers.add(matcher.group(1));
      }
    }
    assertThat(numbers).hasSizeGreaterThan(300);
    return numbers;
  }
}
