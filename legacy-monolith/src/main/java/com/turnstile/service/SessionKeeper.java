package com.turnstile.service;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Looks after one session: keeps a copy of the customer's data, and a thread that takes in turn
 * what happens to the session: its use, its end, each minute of its timer. Runs until {@link
 * #stop}. Thread-safe.
 */
public final class SessionKeeper implements Runnable {

  private static final long MINUTE = 60_000;

  private enum Happening {
    USED,
    MINUTE_PASSED,
    LEFT,
    STOP
  }

  private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final CustomerCopy customer;
  private final Thread thread;
  private final Timer timer;
  private volatile int idleMinutes;
  private volatile boolean left;

  public SessionKeeper(CustomerCopy customer, int number) {
    this.customer = customer.deepCopy();
    this.thread = new Thread(this, "session-keeper-" + number);
    this.thread.setDaemon(true);
    this.timer = new Timer("session-timer-" + number, true);
  }

  public void start() {
    thread.start();
    TimerTask eachMinute =
        new TimerTask() {
          @Override
          public void run() {
            happenings.add(Happening.MINUTE_PASSED);
          }
        };
    timer.schedule(eachMinute, MINUTE, MINUTE);
  }

  public void used() {
    happenings.add(Happening.USED);
  }

  public void leave() {
    happenings.add(Happening.LEFT);
  }

  /** Ends thread and timer. */
  public void stop() {
    timer.cancel();
    happenings.add(Happening.STOP);
  }

  public CustomerCopy customer() {
    return customer;
  }

  public int idleMinutes() {
    return idleMinutes;
  }

  public boolean hasLeft() {
    return left;
  }

  Thread thread() {
    return thread;
  }

  // Only this thread changes them.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  public void run() {
    try {
      while (true) {
        switch (happenings.take()) {
          case USED -> idleMinutes = 0;
          case MINUTE_PASSED -> idleMinutes++;
          case LEFT -> left = true;
          case STOP -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
