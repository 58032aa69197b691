package io.matapalo.fastpath.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class RequestThreadsTest {

  @Test
  void anIdleThreadWorksAgain() throws Exception {
    try (ExecutorService threads = RequestThreads.forAtMost(10)) {
      Thread first = threads.submit(Thread::currentThread).get();
      await().until(() -> first.getState() == Thread.State.TIMED_WAITING);

      assertThat(threads.submit(Thread::currentThread).get()).isSameAs(first);
      assertThat(first.isVirtual()).isFalse();
    }
  }

  @Test
  void moreWorkThanThreadsIsRefused() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService threads = RequestThreads.forAtMost(2)) {
      List<Future<String>> busy = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        busy.add(
            threads.submit(() -> {
              end.await();
              return "ended";
            }));
      }
      assertThatThrownBy(() -> threads.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      end.countDown();
      for (Future<String> one : busy) {
        assertThat(one.get()).isEqualTo("ended");
      }
    }
  }
}
