package io.matapalo.proxy.resilience;

import static org.assertj.core.api.Assertions.assertThat;

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
