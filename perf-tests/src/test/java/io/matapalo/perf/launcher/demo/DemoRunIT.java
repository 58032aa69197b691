package io.matapalo.perf.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.bench.engine.LoadEngine;
import io.matapalo.perf.bench.engine.LoadLimits;
import io.matapalo.perf.bench.engine.LoadThreads;
import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.http.ClientAddresses;
import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.http.HttpRequest;
import io.matapalo.perf.bench.http.SocketTransport;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.bench.stats.StatementCounts;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole staged run against one small server that plays proxy, both sides and recorders. */
@Execution(ExecutionMode.CONCURRENT)
final class DemoRunIT {
  @TempDir private Path folder;
  private final MonotonicClock clock = Main.systemClock();
  private final AtomicInteger legacy = new AtomicInteger();
  private final AtomicInteger fast = new AtomicInteger();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private Path flags() {
    return folder.resolve("cutover.yaml");
  }

  private Optional<String> play(String request) {
    if (request.startsWith("GET /legacy/sql")) {
      return Optional.of(ScriptedServer.message(200, recorder(legacy.get(), 40)));
    }
    if (request.startsWith("GET /fast/sql")) {
      return Optional.of(ScriptedServer.message(200, recorder(fast.get(), 4)));
    }
    try {
      boolean cutOver = Files.readString(flags()).contains("Checkout.purchase: fast");
      (cutOver ? fast : legacy).incrementAndGet();
      return Optional.of(ScriptedServer.message(200, "<ok/>"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String recorder(int requests, int selects) {
    return """
    {"operations":[{"operation":"Checkout.purchase","requests":%d,\
    "statements":{"select":%d,"update":%d,"insert":0,"delete":0,"other":0},"commits":%d}]}
    """
        .formatted(requests, requests * selects, requests, requests);
  }

  private LoadSetup load(SocketTransport transport) {
    LoadEngine engine =
        new LoadEngine(
            clock,
            transport,
            _ -> Optional.empty(),
            LoadLimits.defaults(),
            new LoadThreads(Thread.ofPlatform().factory(), Thread.ofVirtual().factory()));
    PlannedRequest request =
        new PlannedRequest("Checkout.purchase", HttpRequest.get("/shop"), 0, _ -> {});
    return new LoadSetup(engine, ArrivalSchedule.constant(50), 50, () -> request);
  }

  private Sides sides(ScriptedServer server) {
    HttpFetch http = new HttpFetch(clock);
    URI base = URI.create("http://127.0.0.1:" + server.port());
    return new Sides(
        new CutoverFile(flags(), List.of("Checkout.purchase")),
        "legacy",
        "fast",
        List.of(
            new SqlCounters("legacy", base.resolve("/legacy/sql"), http),
            new SqlCounters("fast path", base.resolve("/fast/sql"), http)));
  }

  @Test
  void stagesAreCutOverAndRolledBackUnderOneLoad() throws Exception {
    try (ScriptedServer server = ScriptedServer.scripted(this::play);
        SocketTransport transport =
            new SocketTransport(server.address(), ClientAddresses.loopback(1), clock)) {
      DemoResult result =
          new DemoRun(
                  new DemoPlan(1, 3, 1, 1, 1), load(transport), sides(server), clock, lines::add)
              .run();
      assertThat(result.problems()).isEmpty();
      assertThat(result.stages())
          .extracting(WindowNumbers::name)
          .containsExactly("legacy", "fast path", "rolled back");
      assertThat(result.outside()).hasSize(5);
      assertThat(result.stages())
          .allSatisfy(stage -> assertThat(stage.requests()).isGreaterThanOrEqualTo(48L));
      assertThat(result.stages())
          .extracting(stage -> stage.operations().getFirst().busiestSide().orElseThrow().side())
          .containsExactly("legacy", "fast path", "legacy");
      assertThat(result.stages())
          .extracting(stage ->
              stage.operations().getFirst().busiestSide().orElseThrow().statementsPerRequest())
          .containsExactly(41.0, 5.0, 41.0);
      assertThat(Files.readString(flags())).isEqualTo("operations:\n  Checkout.purchase: legacy\n");
      assertThat(lines).anyMatch(line -> line.contains("answered by: legacy 0, fast path"));
    }
  }

  @Test
  void failedRequestsAreProblemsWhereverTheyHappen() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.scripted(request ->
                request.contains("/shop") && areRehearsed()
                    ? Optional.of(ScriptedServer.message(503, ""))
                    : play(request));
        SocketTransport transport =
            new SocketTransport(server.address(), ClientAddresses.loopback(1), clock)) {
      DemoResult result =
          new DemoRun(
                  new DemoPlan(1, 3, 1, 1, 1), load(transport), sides(server), clock, lines::add)
              .run();
      assertThat(result.problems()).hasSize(8).first().asString().contains("with 5xx");
    }
  }

  /** A slow machine rehearses longer than asked. */
  private boolean areRehearsed() {
    return lines.stream().filter(line -> line.startsWith("rehearsal of ")).count() == 2;
  }

  @Test
  void sideThatCannotAnswerIsFoundBeforeTheLoad() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(500, "no");
        SocketTransport transport =
            new SocketTransport(server.address(), ClientAddresses.loopback(1), clock)) {
      DemoRun run =
          new DemoRun(
              new DemoPlan(1, 3, 1, 1, 1), load(transport), sides(server), clock, lines::add);
      assertThatThrownBy(run::run)
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("Checkout.purchase ended in ServerError[status=500]");
    }
  }

  @Test
  void recorderThatDoesNotAnswerStopsTheRunWithItsAddress() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.scripted(request ->
                Optional.of(ScriptedServer.message(request.contains("/shop") ? 200 : 404, "")));
        SocketTransport transport =
            new SocketTransport(server.address(), ClientAddresses.loopback(1), clock)) {
      DemoRun run =
          new DemoRun(
              new DemoPlan(1, 3, 1, 1, 1), load(transport), sides(server), clock, lines::add);
      assertThatThrownBy(run::run)
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("recorder of legacy at http://127.0.0.1:")
          .hasMessageContaining("answered 404");
    }
  }

  @Test
  void recorderAnswersAreReadByOperation() {
    Map<String, StatementCounts> counts = SqlCounters.parse(recorder(3, 2));
    assertThat(counts)
        .containsExactly(Map.entry("Checkout.purchase", new StatementCounts(3, 6, 3, 0, 0, 0, 3)));
  }

  @Test
  void lengthOfAStageIsChecked() {
    assertThatThrownBy(() -> DemoPlan.withStagesOf(0)).hasMessageContaining("was 0");
    assertThat(Duration.ofSeconds(DemoPlan.withStagesOf(20).totalSeconds()))
        .isLessThan(Duration.ofMinutes(2));
  }
}
