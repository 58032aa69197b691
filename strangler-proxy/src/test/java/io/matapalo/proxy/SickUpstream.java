package io.matapalo.proxy;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An instance whose health a test decides. Thread-safe. */
final class SickUpstream implements AutoCloseable {

  private final AtomicReference<Mood> mood;
  private final AtomicInteger stalled = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final FakeUpstream upstream;

  /** What it does with every request. */
  enum Mood {
    WELL,
    ANSWERS_503,
    HANGS
  }

  private SickUpstream(int port, Mood first) {
    this.mood = new AtomicReference<>(first);
    this.upstream = FakeUpstream.start(port, this::answer);
  }

  static SickUpstream in(Mood first) {
    return new SickUpstream(0, first);
  }

  static SickUpstream wellAt(int port) {
    return new SickUpstream(port, Mood.WELL);
  }

  private boolean answer(RecordedRequest request, OutputStream out) throws IOException {
    return switch (mood.get()) {
      case WELL -> FakeUpstream.reply(out, "200 OK", "well");
      case ANSWERS_503 -> FakeUpstream.reply(out, "503 Service Unavailable", "down");
      case HANGS -> hang(request);
    };
  }

  private boolean hang(RecordedRequest request) {
    if (request.method().equals("POST")) {
      stalled.incrementAndGet();
    }
    try {
      var _ = released.await(Stage.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void becomes(Mood next) {
    mood.set(next);
    released.countDown();
  }

  FakeUpstream upstream() {
    return upstream;
  }

  int port() {
    return upstream.port();
  }

  /** How many POSTs got no answer, but the end of their connection. */
  int stalled() {
    return stalled.get();
  }

  /** How many requests had this method. */
  long received(String method) {
    return upstream.received().stream().filter(it -> it.method().equals(method)).count();
  }

  /** An entry of a list of instances. */
  String entry(String name) {
    return "      - {name: %s, url: \"http://127.0.0.1:%d\"}\n".formatted(name, port());
  }

  @Override
  public void close() {
    released.countDown();
    upstream.close();
  }
}
