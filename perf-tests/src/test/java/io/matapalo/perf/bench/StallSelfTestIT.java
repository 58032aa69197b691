package io.matapalo.perf.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.Main;
import io.matapalo.perf.ScriptedServer;
import io.matapalo.perf.bench.engine.LoadEngine;
import io.matapalo.perf.bench.engine.LoadLimits;
import io.matapalo.perf.bench.engine.LoadRun;
import io.matapalo.perf.bench.engine.LoadThreads;
import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.engine.Timeline;
import io.matapalo.perf.bench.http.ClientAddresses;
import io.matapalo.perf.bench.http.HttpRequest;
import io.matapalo.perf.bench.http.SocketTransport;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.ConcurrentHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The load generator against a server whose true percentiles are known: every 10 s it answers
 * nothing for 2 s. At 200 requests a second for 30 s, one arrival in five waits, evenly between 0
 * and 2 s, so p95 is 1,500 ms and p99 is 1,900 ms. A generator that waits for answers before it
 * sends on (closed loop) does not see this; its numbers are taken beside, to show that this test
 * tells the two apart.
 */
@Execution(ExecutionMode.CONCURRENT)
final class StallSelfTestIT {
  private static final long SECOND = 1_000_000_000L;
  private static final long CYCLE = 10 * SECOND;
  private static final long STALL_FROM = 5 * SECOND;
  private static final long STALL_TO = 7 * SECOND;
  private static final long RUN = 30 * SECOND;
  private static final int RATE = 200;
  private static final int CLOSED_LOOP_CLIENTS = 10;

  private static final double TOLERANCE_MILLIS = 100;

  private final MonotonicClock clock = Main.systemClock();
  private final long start = clock.nanos() + SECOND / 10;

  @Test
  void openLoopMeetsTheoryAndAClosedLoopDoesNot() throws Exception {
    try (ScriptedServer forOpen = stalling();
        ScriptedServer forClosed = stalling();
        SocketTransport open = transport(forOpen);
        SocketTransport closed = transport(forClosed)) {
      ConcurrentHistogram closedTimes = new ConcurrentHistogram(1_000, 300 * SECOND, 3);
      clock.waitUntil(start);
      List<Thread> closedLoop = startClosedLoop(closed, closedTimes);
      WindowNumbers measured = openLoop(open);
      for (Thread client : closedLoop) {
        client.join(Duration.ofMinutes(2));
      }
      Latency truth = measured.operations().getFirst().responseTime();
      Latency hidden = Latency.of(closedTimes);
      System.out.printf("stall self-test, open loop:   %s, %s%n", truth, measured.generator());
      System.out.printf("stall self-test, closed loop: %s%n", hidden);
      assertThat(measured.errors().failures()).isZero();
      assertThat(measured.requests()).isGreaterThanOrEqualTo(RATE * RUN / SECOND);
      // A busy machine makes them longer, never shorter; LoadEngineTest has them exactly.
      assertThat(truth.p95Millis()).isGreaterThan(1_500 - TOLERANCE_MILLIS);
      assertThat(truth.p99Millis()).isGreaterThan(1_900 - TOLERANCE_MILLIS);
      assertThat(hidden.p95Millis()).isLessThan(1_500 - TOLERANCE_MILLIS);
    }
  }

  private WindowNumbers openLoop(SocketTransport transport) throws InterruptedException {
    LoadEngine engine =
        new LoadEngine(
            clock,
            transport,
            _ -> Optional.empty(),
            new LoadLimits(2_000, Duration.ofSeconds(10)),
            new LoadThreads(
                Thread.ofPlatform().name("pacer").factory(), Thread.ofVirtual().factory()));
    PlannedRequest request = new PlannedRequest("stall", HttpRequest.get("/"), 0, _ -> {});
    Timeline timeline = new Timeline("stall", start);
    long began = clock.nanos();
    LoadRun run = engine.start(ArrivalSchedule.constant(RATE), () -> request, timeline);
    clock.waitUntil(began + RUN);
    run.stop(began + RUN);
    return timeline.numbers(start + RUN).getFirst();
  }

  /**
   * Ten clients, each waiting for its answer and then 50 ms: 200 requests a second, it would seem.
   */
  private List<Thread> startClosedLoop(SocketTransport transport, ConcurrentHistogram times) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLOSED_LOOP_CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(() -> closedLoopClient(transport, times)));
    }
    return clients;
  }

  private void closedLoopClient(SocketTransport transport, ConcurrentHistogram times) {
    try {
      while (clock.nanos() < start + RUN) {
        long sent = clock.nanos();
        transport.send(HttpRequest.get("/"), 0, sent + 10 * SECOND);
        times.recordValue(clock.nanos() - sent);
        clock.waitUntil(clock.nanos() + SECOND * CLOSED_LOOP_CLIENTS / RATE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SocketTransport transport(ScriptedServer server) {
    return new SocketTransport(server.address(), ClientAddresses.loopback(1), clock);
  }

  private ScriptedServer stalling() throws IOException {
    return ScriptedServer.scripted(_ -> {
      waitWhileStalled();
      return Optional.of(ScriptedServer.message(200, "ok"));
    });
  }

  private void waitWhileStalled() {
    long now = clock.nanos();
    long inCycle = Math.floorMod(now - start, CYCLE);
    if (inCycle >= STALL_FROM && inCycle < STALL_TO) {
      try {
        clock.waitUntil(now - inCycle + STALL_TO);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
