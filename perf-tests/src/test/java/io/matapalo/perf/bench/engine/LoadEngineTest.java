package io.matapalo.perf.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.bench.http.FailureKind;
import io.matapalo.perf.bench.http.HttpRequest;
import io.matapalo.perf.bench.http.HttpResponse;
import io.matapalo.perf.bench.http.Sent;
import io.matapalo.perf.bench.http.Transport;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.VirtualClock;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.Verdict;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The engine on a virtual clock: arrivals run on the pacer's own thread, one after another. */
final class LoadEngineTest {
  private static final long MILLI = 1_000_000;

  /** Between two arrivals at 100 a second. */
  private static final long GAP = 10 * MILLI;

  private static final PlannedRequest REQUEST =
      new PlannedRequest("op", HttpRequest.get("/"), 0, _ -> {});

  private final VirtualClock clock = new VirtualClock();

  private static ThreadFactory direct() {
    return work ->
        new Thread(work) {
          // The engine promises nothing about the thread; running here makes the test exact.
          @Override
          public void start() {
            work.run();
          }
        };
  }

  private LoadEngine engine(Transport transport, int maxInFlight, ThreadFactory arrivals) {
    return new LoadEngine(
        clock,
        transport,
        _ -> Optional.empty(),
        new LoadLimits(maxInFlight, Duration.ofSeconds(10)),
        new LoadThreads(Thread.ofPlatform().factory(), arrivals));
  }

  private static Sent.Answered ok(long sent, long done) {
    return new Sent.Answered(new HttpResponse(200, Map.of(), ByteBuffer.allocate(0)), sent, done);
  }

  private List<WindowNumbers> run(LoadEngine engine, Timeline timeline, long endNanos)
      throws InterruptedException {
    Thread stopper = Thread.currentThread();
    AtomicLong prepared = new AtomicLong();
    RequestSource source =
        () -> {
          // The virtual clock outruns the test: the first arrival past the end must not leave
          // before
          // stop has set that end, which is when its thread waits for the pacer.
          while (prepared.get() == endNanos / GAP && stopper.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          prepared.incrementAndGet();
          return REQUEST;
        };
    LoadRun run = engine.start(ArrivalSchedule.constant(100), source, timeline);
    run.stop(endNanos);
    return timeline.numbers(endNanos);
  }

  @Test
  void responseTimeStartsAtTheIntendedStartAndServiceTimeAtSending() throws Exception {
    Transport slowToConnect =
        (_, _, _) -> {
          long sent = clock.nanos() + 2 * MILLI;
          return ok(sent, sent + 3 * MILLI);
        };
    Timeline timeline = new Timeline("only", 0);
    WindowNumbers numbers =
        run(engine(slowToConnect, 10, direct()), timeline, 1_000 * MILLI).getFirst();
    assertThat(numbers.operations().getFirst().responseTime().p50Millis()).isBetween(5.0, 5.01);
    assertThat(numbers.operations().getFirst().serviceTime().p50Millis()).isBetween(3.0, 3.01);
    assertThat(numbers.generator().verdict()).isEqualTo(Verdict.VALID);
  }

  /** Each 10 s nothing is answered for 2 s: one arrival in five waits, evenly up to 2 s. */
  @Test
  void stallsOfTheServerAreSeenInFull() throws Exception {
    Transport stalling =
        (_, _, _) -> {
          long now = clock.nanos();
          long inCycle = now % (10_000 * MILLI);
          boolean stalled = inCycle >= 5_000 * MILLI && inCycle < 7_000 * MILLI;
          return ok(now, stalled ? now - inCycle + 7_000 * MILLI : now + MILLI);
        };
    Timeline timeline = new Timeline("only", 0);
    Latency seen =
        run(engine(stalling, 1_000, direct()), timeline, 30_000 * MILLI)
            .getFirst()
            .operations()
            .getFirst()
            .responseTime();
    assertThat(seen.p50Millis()).isBetween(1.0, 1.01);
    assertThat(seen.p95Millis()).isBetween(1_490.0, 1_511.0);
    assertThat(seen.p99Millis()).isBetween(1_890.0, 1_911.0);
  }

  @Test
  void windowsCutTheLoadByIntendedStart() throws Exception {
    Timeline timeline = new Timeline("first", 0);
    timeline.open("second", 250 * MILLI);
    // Each answer comes 100 ms later: by then the window may be over, but the request is still its.
    Transport slow = (_, _, _) -> ok(clock.nanos(), clock.nanos() + 100 * MILLI);
    List<WindowNumbers> windows = run(engine(slow, 10, direct()), timeline, 1_000 * MILLI);
    assertThat(windows).extracting(WindowNumbers::name).containsExactly("first", "second");
    assertThat(windows.get(0).requests()).isEqualTo(25);
    assertThat(windows.get(1).requests()).isEqualTo(75);
    assertThat(windows.get(0).operations().getFirst().rates().offeredPerSecond()).isEqualTo(100);
    assertThat(windows.get(0).operations().getFirst().rates().achievedPerSecond()).isEqualTo(60);
  }

  @Test
  void arrivalsBeyondTheBoundAreRejectedCountedAndMakeTheRunInvalid() throws Exception {
    ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    CountDownLatch paced = new CountDownLatch(1);
    ThreadFactory held =
        work ->
            new Thread(work) {
              @Override
              public void start() {
                waiting.add(work);
              }
            };
    LoadEngine engine = engine((_, _, _) -> ok(clock.nanos(), clock.nanos()), 4, held);
    Timeline timeline = new Timeline("only", 0);
    LoadRun run =
        engine.start(
            ArrivalSchedule.constant(100),
            () -> {
              if (clock.nanos() >= 90 * MILLI) {
                paced.countDown();
              }
              return REQUEST;
            },
            timeline);
    paced.await();
    Thread stopper = Thread.ofVirtual().unstarted(() -> stop(run));
    stopper.start();
    while (stopper.isAlive()) {
      Optional.ofNullable(waiting.poll()).ifPresent(Runnable::run);
      Thread.onSpinWait();
    }
    WindowNumbers numbers = timeline.numbers(100 * MILLI).getFirst();
    assertThat(numbers.errors().rejectedByGenerator()).isPositive();
    assertThat(numbers.operations().getFirst().responseTime().samples())
        .isEqualTo(numbers.requests() - numbers.errors().rejectedByGenerator());
    assertThat(numbers.generator().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void failuresAreCountedWithTheirTimes() throws Exception {
    Transport timingOut =
        (_, _, deadline) -> new Sent.Failed(FailureKind.TIMEOUT, "x", clock.nanos(), deadline);
    Timeline timeline = new Timeline("only", 0);
    WindowNumbers numbers = run(engine(timingOut, 10, direct()), timeline, 100 * MILLI).getFirst();
    assertThat(numbers.errors().transport().timeouts()).isEqualTo(10);
    assertThat(numbers.operations().getFirst().responseTime().p50Millis())
        .isBetween(10_000.0, 10_010.0);
  }

  @Test
  void latePacerIsSuspect() throws Exception {
    Transport blocking =
        (_, _, _) -> {
          clock.advance(50 * MILLI);
          return ok(clock.nanos(), clock.nanos());
        };
    Timeline timeline = new Timeline("only", 0);
    WindowNumbers numbers = run(engine(blocking, 10, direct()), timeline, 100 * MILLI).getFirst();
    assertThat(numbers.generator().verdict()).isNotEqualTo(Verdict.VALID);
    assertThat(numbers.generator().lateness().maxMillis()).isGreaterThan(100);
  }

  @Test
  void intervalsHoldWhatWasCompletedSinceTheLast() throws Exception {
    Timeline timeline = new Timeline("only", 0);
    run(engine((_, _, _) -> ok(clock.nanos(), clock.nanos()), 10, direct()), timeline, 100 * MILLI);
    assertThat(timeline.nextInterval().completed()).isEqualTo(10);
    assertThat(timeline.nextInterval().completed()).isZero();
  }

  private static void stop(LoadRun run) {
    try {
      run.stop(100 * MILLI);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
