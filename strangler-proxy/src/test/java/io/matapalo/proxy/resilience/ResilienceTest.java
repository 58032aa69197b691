package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.catalogue.Priority;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Admission, and whose fault a failed connection is. */
class ResilienceTest {

  private static Admission.Entry enter(Admission admission, Runnable onAdmitted) {
    return admission.enter(Priority.NORMAL, new ToldWaiter(onAdmitted, () -> {}));
  }

  @Test
  void shortageOfThisMachineIsToldFromFailuresOfTheOtherEnd() {
    for (IOException own :
        List.of(
            new SocketException("Too many open files"),
            new SocketException("Zu viele offene Dateien"),
            new SocketException("Cannot allocate memory"),
            new BindException("Cannot assign requested address"))) {
      assertThat(OwnShortage.isIn(own)).as(own.toString()).isTrue();
    }
    for (IOException other :
        List.of(
            new ConnectException("Connection refused"),
            new NoRouteToHostException("No route to host"),
            new SocketException("Network is unreachable"),
            new SocketException("Connection reset"),
            new SocketTimeoutException("the time of the probe is over"),
            new IOException("no connection within PT1S"))) {
      assertThat(OwnShortage.isIn(other)).as(other.toString()).isFalse();
    }
  }

  @Test
  void queueIsServedInOrderAndBounded() {
    Admission admission = new Admission(1, 2);
    List<String> served = new ArrayList<>();
    assertThat(enter(admission, () -> served.add("never"))).isInstanceOf(Admission.Admitted.class);
    assertThat(enter(admission, () -> served.add("first"))).isInstanceOf(Admission.Waiting.class);
    Admission.Entry second = enter(admission, () -> served.add("second"));
    assertThat(enter(admission, () -> served.add("third"))).isInstanceOf(Admission.Refused.class);
    assertThat(second).isInstanceOf(Admission.Waiting.class);
    admission.release();
    assertThat(served).containsExactly("first");
    admission.release();
    assertThat(served).containsExactly("first", "second");
    admission.release();
    assertThat(admission.inUse()).isZero();
  }

  @Test
  void limitThatFallsKeepsPermitsBackAndOneThatRisesLetsWaitersIn() {
    AtomicInteger limit = new AtomicInteger(2);
    Admission admission = new Admission(limit::get, 5);
    AtomicInteger served = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      enter(admission, served::incrementAndGet);
    }
    limit.set(1);
    admission.limitChanged();
    admission.release();
    assertThat(served).hasValue(0);
    assertThat(admission.inUse()).isEqualTo(1);
    admission.release();
    assertThat(served).hasValue(1);
    limit.set(3);
    admission.limitChanged();
    assertThat(served).hasValue(3);
    assertThat(admission.inUse()).isEqualTo(3);
    assertThat(admission.waiting()).isZero();
    assertThat(admission.limit()).isEqualTo(3);
  }

  @Test
  void whoLeavesTheQueueIsNotServed() {
    Admission admission = new Admission(1, 2);
    enter(admission, () -> {});
    AtomicInteger served = new AtomicInteger();
    Admission.Entry entry = enter(admission, served::incrementAndGet);
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
  void higherPriorityIsServedFirst() {
    Admission admission = new Admission(1, 3);
    List<String> told = new ArrayList<>();
    enter(admission, () -> {});
    for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
      admission.enter(priority, new ToldWaiter(() -> told.add(priority.name()), () -> {}));
    }
    for (int i = 0; i < 4; i++) {
      admission.release();
    }
    assertThat(told).containsExactly("HIGH", "NORMAL", "LOW");
    assertThat(admission.inUse()).isZero();
  }

  @Test
  void fullQueueLosesItsLatestOfTheLowestPriority() {
    Admission admission = new Admission(1, 2);
    List<String> told = new ArrayList<>();
    enter(admission, () -> {});
    for (String name : List.of("first", "second")) {
      admission.enter(
          Priority.LOW,
          new ToldWaiter(() -> told.add(name + " in"), () -> told.add(name + " out")));
    }
    assertThat(enter(admission, () -> told.add("normal in"))).isInstanceOf(Admission.Waiting.class);
    assertThat(told).containsExactly("second out");
    assertThat(admission.waiting()).isEqualTo(2);
    assertThat(admission.enter(Priority.LOW, new ToldWaiter(() -> {}, () -> {})))
        .isInstanceOf(Admission.Refused.class);
    admission.release();
    admission.release();
    admission.release();
    assertThat(told).containsExactly("second out", "normal in", "first in");
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
                  if (enter(admission, visit) instanceof Admission.Admitted) {
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
