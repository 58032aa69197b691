package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Passive check on a manual clock, and admission. */
class ResilienceTest {

  private static final Instance ONE = new Instance("one", "127.0.0.1", 1, 1);
  private static final Instance TWO = new Instance("two", "127.0.0.1", 2, 1);
  private static final List<Instance> BOTH = List.of(ONE, TWO);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;
  private final PassiveCheck check =
      new PassiveCheck(Duration.ofSeconds(2), Duration.ofSeconds(10), clock);

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Test
  void failedInstanceIsPassedOverForTheEjectionTime() {
    assertThat(check.connectFailed(ONE)).isTrue();
    assertThat(check.usable(BOTH)).containsExactly(TWO);
    pass(Duration.ofMillis(1_999));
    assertThat(check.usable(BOTH)).containsExactly(TWO);
    pass(Duration.ofMillis(1));
    assertThat(check.usable(BOTH)).isEqualTo(BOTH);
  }

  @Test
  void ejectionTimeDoublesUpToItsMaximumAndIsForgottenOnSuccess() {
    for (long seconds : new long[] {2, 4, 8, 10, 10}) {
      assertThat(check.connectFailed(ONE)).isTrue();
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(check.usable(BOTH)).containsExactly(TWO);
      pass(Duration.ofMillis(1));
      assertThat(check.usable(BOTH)).isEqualTo(BOTH);
    }
    check.connected(ONE);
    check.connectFailed(ONE);
    pass(Duration.ofSeconds(2));
    assertThat(check.usable(BOTH)).isEqualTo(BOTH);
  }

  @Test
  void failuresOfOneMomentCountOnce() {
    assertThat(check.connectFailed(ONE)).isTrue();
    assertThat(check.connectFailed(ONE)).isFalse();
    pass(Duration.ofSeconds(2));
    assertThat(check.usable(BOTH)).isEqualTo(BOTH);
  }

  @Test
  void allAreUsedAgainIfAllAreEjected() {
    check.connectFailed(ONE);
    check.connectFailed(TWO);
    assertThat(check.usable(BOTH)).isEqualTo(BOTH);
  }

  @Test
  void queueIsServedInOrderAndBounded() {
    Admission admission = new Admission(1, 2);
    List<String> served = new ArrayList<>();
    assertThat(admission.enter(() -> served.add("never"))).isInstanceOf(Admission.Admitted.class);
    assertThat(admission.enter(() -> served.add("first"))).isInstanceOf(Admission.Waiting.class);
    Admission.Entry second = admission.enter(() -> served.add("second"));
    assertThat(admission.enter(() -> served.add("third"))).isInstanceOf(Admission.Refused.class);
    assertThat(second).isInstanceOf(Admission.Waiting.class);
    admission.release();
    assertThat(served).containsExactly("first");
    admission.release();
    assertThat(served).containsExactly("first", "second");
    admission.release();
    assertThat(admission.inUse()).isZero();
  }

  @Test
  void whoLeavesTheQueueIsNotServed() {
    Admission admission = new Admission(1, 2);
    admission.enter(() -> {});
    AtomicInteger served = new AtomicInteger();
    Admission.Entry entry = admission.enter(served::incrementAndGet);
    if (!(entry instanceof Admission.Waiting waiting)) {
      throw new AssertionError("the queue has room");
    }
    assertThat(admission.leave(waiting)).isTrue();
    assertThat(admission.leave(waiting)).isFalse();
    admission.release();
    assertThat(served).hasValue(0);
    assertThat(admission.inUse()).isZero();
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void permitsAreNeverExceededNorLost() throws InterruptedException {
    Admission admission = new Admission(3, 10_000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch served = new CountDownLatch(4_000);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 1_000; n++) {
                  Runnable visit =
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        served.countDown();
                        admission.release();
                      };
                  if (admission.enter(visit) instanceof Admission.Admitted) {
                    visit.run();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    served.await();
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(admission.inUse()).isZero();
  }
}
