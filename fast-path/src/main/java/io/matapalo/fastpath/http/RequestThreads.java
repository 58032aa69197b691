package io.matapalo.fastpath.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that work requests off: threads of the operating system, because a request here waits
 * for short answers a dozen times. A virtual thread pays for each of these waits with the poller's
 * turn and another thread's, {@code docs/decisions/0032-requests-on-platform-threads.md}.
 * Stateless.
 */
public final class RequestThreads {

  private static final long IDLE_SECONDS = 60;

  private RequestThreads() {}

  /**
   * Threads that start when none is idle, and end after a minute without work. The thread that was
   * idle last is the next to work, so that few of them keep their memory warm.
   *
   * @param requests how many are worked on at once; as many threads again may be at sending an
   *     answer, and beyond that work is refused with RejectedExecutionException
   */
  public static ExecutorService forAtMost(int requests) {
    return new ThreadPoolExecutor(
        0,
        2 * requests,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().daemon().name("request-", 0).factory());
  }
}
