package io.matapalo.proxy;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What upstreams wait at within their scripts until a test opens it, for good. Thread-safe. */
final class Gate {

  private final CountDownLatch open = new CountDownLatch(1);

  void open() {
    open.countDown();
  }

  /** Waits until the gate is open; fails when nobody opens it. */
  void pass() throws IOException {
    if (!pass(Stage.LIMIT.toMillis())) {
      throw new IOException("nobody opened the gate");
    }
  }

  /** Waits so long at most; whether the gate is open then. */
  boolean pass(long mostMillis) throws IOException {
    try {
      return open.await(mostMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The script that answers each request with this body once the gate is open. */
  FakeUpstream.Script thenAnswers(String body) {
    return (_, out) -> {
      pass();
      return FakeUpstream.reply(out, "200 OK", body);
    };
  }
}
