package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that ask one request after another, reads and purchases, each from another address and
 * with a number of its own. Every second client keeps its connection. When a kept one ends without
 * a byte, it was closed while it was idle: no failure, as long as no upstream saw the request.
 * Thread-safe.
 */
final class SteadyLoad {

  /** The field with the number of a request. */
  static final String ID = "X-Request-Id";

  private static final int ADDRESSES = 250;
  private static final int OF_EACH = 25;

  private final int clients;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicReference<String> step = new AtomicReference<>("start");
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> bought = new ConcurrentLinkedQueue<>();
  private final Queue<String> unheard = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  SteadyLoad(int clients) {
    this.clients = clients;
  }

  /**
   * A request without the answer that it should have.
   *
   * @param began the step in which it was sent
   * @param ended the step in which it failed
   */
  record Failure(String began, String ended, String operation, String reason) {

    boolean isOfUnsafe() {
      return operation.equals("buy");
    }

    boolean isWithin(String step) {
      return began.equals(step) || ended.equals(step);
    }
  }

  void start(int port) {
    for (int i = 0; i < clients; i++) {
      boolean keeps = i % 2 == 0;
      threads.add(Thread.ofVirtual().start(() -> ask(port, keeps)));
    }
  }

  /** From now on requests belong to this step. */
  void step(String next) {
    step.set(next);
  }

  /** Waits until every client has asked some more, whatever became of it. */
  void awaitMore() {
    int enough = served.get() + OF_EACH * clients;
    await().until(() -> served.get() >= enough);
  }

  /** Lets each client end its request. */
  void stop() {
    running.set(false);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** The numbers of purchases with an answer. */
  List<String> bought() {
    return List.copyOf(bought);
  }

  /** The numbers of requests whose kept connection ended without a byte. */
  List<String> unheard() {
    return List.copyOf(unheard);
  }

  private void ask(int port, boolean keeps) {
    while (running.get()) {
      try (RawClient client = RawClient.to(port)) {
        boolean goesOn = one(client, false, keeps);
        while (goesOn && running.get()) {
          goesOn = one(client, true, keeps);
        }
      } catch (IOException e) {
        failures.add(new Failure(step.get(), step.get(), "connect", e.toString()));
      }
    }
  }

  /** Whether the connection serves another request. */
  private boolean one(RawClient client, boolean onKept, boolean keeps) {
    int number = asked.incrementAndGet();
    String operation = number % 3 == 0 ? "buy" : "look";
    String id = "request-" + number;
    String began = step.get();
    try {
      RawClient.Reply reply =
          client.call(
              Stage.soap(
                  operation,
                  ID + ": " + id,
                  "X-Forwarded-For: 203.0.113." + number % ADDRESSES,
                  "Connection: " + (keeps ? "keep-alive" : "close")));
      if (reply.status() != 200) {
        failures.add(new Failure(began, step.get(), operation, "status " + reply.status()));
      } else if (operation.equals("buy")) {
        bought.add(id);
      }
      served.incrementAndGet();
      return keeps && reply.field("Connection").filter("close"::equals).isEmpty();
    } catch (IOException e) {
      if (onKept && !client.hasHeard()) {
        unheard.add(id);
      } else {
        failures.add(new Failure(began, step.get(), operation, e.toString()));
      }
      return false;
    }
  }
}
