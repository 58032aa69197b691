package io.matapalo.recorder;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work on a thread that inherits no label, as a server's request thread. Stateless. */
final class ThreadFree {

  private ThreadFree() {}

  /** Runs {@code work} to its end; throws what it throws. */
  static void run(Runnable work) throws InterruptedException, ExecutionException, TimeoutException {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    new Thread(null, task, "free", 0, false).start();
    task.get(60, TimeUnit.SECONDS);
  }
}
