package io.matapalo.perf.launcher.commands;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A clean end on Ctrl-C or SIGTERM: the main thread is interrupted, ends what it started, and only
 * then the process ends, with an exit code of its choice. Thread-safe.
 */
public final class Termination {
  private static final int INTERRUPTED = 130;
  private static final int LIMIT_SECONDS = 120;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger codeWhenInterrupted = new AtomicInteger(INTERRUPTED);
  private final Thread main;

  private Termination(Thread main) {
    this.main = main;
  }

  public static Termination ofThisProcess() {
    Termination termination = new Termination(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(termination::signalled, "termination"));
    return termination;
  }

  /** An interruption is the normal end of this command. */
  public void interruptionIsSuccess() {
    codeWhenInterrupted.set(0);
  }

  /** The main thread's last call. */
  public void exit(int code) {
    ended.countDown();
    System.exit(code);
  }

  private void signalled() {
    if (ended.getCount() == 0) {
      return;
    }
    main.interrupt();
    try {
      boolean clean = ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
      // Without this the virtual machine would report the signal, although all went well.
      Runtime.getRuntime().halt(clean ? codeWhenInterrupted.get() : INTERRUPTED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
