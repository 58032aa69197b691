package io.matapalo.perf.launcher.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.launcher.demo.CutoverFile;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.demo.Sides;
import io.matapalo.perf.launcher.demo.SqlCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The measuring itself: a small server plays the recorders, this test the load and the meter. */
@Execution(ExecutionMode.CONCURRENT)
final class CostRunIT {
  private static final CostPlan PLAN =
      new CostPlan(2, Duration.ofSeconds(60), 3, 4, Duration.ofSeconds(60));
  private static final String SHOP = "Shop.buy";

  @TempDir private Path folder;
  private final MonotonicClock clock = Main.systemClock();
  private final List<String> answeredBy = new ArrayList<>();
  private int legacy;
  private int fast;
  private boolean isDeclined;
  private boolean isAskedToEnd;

  private Optional<String> play(String request) {
    return Optional.of(
        ScriptedServer.message(
            200, request.startsWith("GET /legacy") ? recorder(legacy, 40) : recorder(fast, 4)));
  }

  private static String recorder(int requests, int selects) {
    return """
    {"operations":[{"operation":"%s","requests":%d,"statements":{"select":%d},"commits":%d}]}
    """
        .formatted(SHOP, requests, requests * selects, requests);
  }

  /** One request, which the flag file sends to a side. */
  private Outcome answer() {
    try {
      boolean isFast = Files.readString(folder.resolve("cutover.yaml")).contains("fast");
      if (isFast && !isDeclined) {
        fast++;
      } else {
        legacy++;
      }
      answeredBy.add(isFast ? "fast" : "legacy");
      if (isAskedToEnd) {
        Thread.currentThread().interrupt();
      }
      return new Outcome.Success();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 10 ms and 100 rows a request of legacy, 1 ms, 5 of compilers and 2 rows of the fast path. */
  private MeterReading reading() {
    return new MeterReading(
        Map.of(
            "legacy",
            Duration.ofMillis(10L * legacy),
            "fast-path",
            Duration.ofMillis(fast),
            MeterReading.compilersOf("fast-path"),
            Duration.ofMillis(5L * fast)),
        100L * legacy + 2L * fast);
  }

  private CostRun run(ScriptedServer server) {
    HttpFetch http = new HttpFetch(clock);
    URI base = URI.create("http://127.0.0.1:" + server.port());
    Sides sides =
        new Sides(
            new CutoverFile(folder.resolve("cutover.yaml"), List.of(SHOP)),
            "legacy",
            "fast",
            List.of(
                new SqlCounters("legacy", base.resolve("/legacy"), http),
                new SqlCounters("fast path", base.resolve("/fast"), http)));
    return new CostRun(PLAN, new Load(), sides, this::reading, _ -> {});
  }

  private final class Load implements CostRun.OneByOne {
    @Override
    public List<String> operations() {
      return List.of(SHOP);
    }

    @Override
    public Optional<Outcome> send(String operation, Duration limit) {
      return Optional.of(answer());
    }

    @Override
    public MonotonicClock clock() {
      return clock;
    }
  }

  @Test
  void sidesTakeTurnsAndEachGetsItsOwnCosts() throws Exception {
    try (ScriptedServer server = ScriptedServer.scripted(this::play)) {
      OperationCost cost = run(server).run().getFirst();
      assertThat(cost.legacy().requests()).isEqualTo(12);
      assertThat(cost.fast().requests()).isEqualTo(12);
      assertThat(CostTable.statements(List.of(cost)))
          .contains("| `Shop.buy` | 40 | 40 / 0 / 0 / 0 | 1 | 100 | 4 | 4 / 0 / 0 / 0 | 1 | 2 |");
      assertThat(CostTable.cpu(List.of(cost), "legacy", "fast-path"))
          .contains("| `Shop.buy` | 10.0 | 0.0 | 10.0 | 0.0 | 1.0 | 5.0 | 1.0 | 0.0 | 10.0 |");
      List<String> turns = new ArrayList<>();
      answeredBy.stream()
          .filter(side -> turns.isEmpty() || !turns.getLast().equals(side))
          .forEach(turns::add);
      assertThat(turns)
          .containsExactly("legacy", "fast", "legacy", "fast", "legacy", "fast", "legacy", "fast");
    }
  }

  @Test
  void requestThatAnotherSideAnswersIsNoMeasurement() throws Exception {
    isDeclined = true;
    try (ScriptedServer server = ScriptedServer.scripted(this::play)) {
      CostRun run = run(server);
      assertThatThrownBy(run::run)
          .isInstanceOf(DemoException.class)
          .hasMessageContaining(
              "4 requests of Shop.buy were sent to fast path, whose recorder has 0");
    }
  }

  @Test
  void whoAsksItToEndDoesNotWaitForTheOtherRequests() throws Exception {
    isAskedToEnd = true;
    try (ScriptedServer server = ScriptedServer.scripted(this::play)) {
      CostRun run = run(server);
      assertThatThrownBy(run::run).isInstanceOf(InterruptedException.class);
      assertThat(answeredBy).hasSize(1);
    }
  }
}
