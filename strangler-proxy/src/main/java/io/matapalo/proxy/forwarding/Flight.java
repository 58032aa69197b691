package io.matapalo.proxy.forwarding;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.answer.WholeAnswer;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.fields.HopByHop;
import io.matapalo.proxy.reading.RequestTarget;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** One request that others follow, to get its answer. Thread-safe. */
final class Flight {

  private static final AttachmentKey<Flight> LED = AttachmentKey.create(Flight.class);
  private static final int OK = 200;
  private static final Set<String> PERSONAL =
      Set.of("set-cookie", "www-authenticate", "authentication-info", "x-matapalo-mark");

  private final int maxFollowers;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Follower> followers = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean ended;

  Flight(int maxFollowers) {
    this.maxFollowers = maxFollowers;
  }

  void ledBy(OpenRequest request) {
    request.exchange().putAttachment(LED, this);
  }

  /** Gives the answer of a request to those that follow it, if it is fit for them. */
  static void share(OpenRequest request, AnswerHead head, AnswerBody body, ByteBuffer buffer)
      throws MalformedAnswerException {
    Flight led = request.exchange().getAttachment(LED);
    if (led == null || head.status() != OK || body.knownLength() != body.available(buffer)) {
      return;
    }
    HeaderMap fields = new HeaderMap();
    HopByHop hopByHop = HopByHop.in(head.fields());
    for (HeaderValues values : head.fields()) {
      HttpString name = values.getHeaderName();
      String lower = name.toString().toLowerCase(Locale.ROOT);
      if (PERSONAL.contains(lower)) {
        return;
      }
      boolean isOfOne = lower.startsWith("x-matapalo-") || lower.equals("x-request-id");
      if (!isOfOne && !hopByHop.contains(name)) {
        fields.addAll(name, values);
      }
    }
    byte[] bytes = new byte[(int) body.knownLength()];
    buffer.get(buffer.position(), bytes);
    led.end(Optional.of(new WholeAnswer(head.status(), fields, ByteBuffer.wrap(bytes))));
  }

  /** What two requests have in common that get the same answer. */
  record Key(String cluster, String head, ByteBuffer body) {

    /** Different for each request, and without influence on its answer. */
    private static final Set<String> IGNORED =
        Set.of(
            "connection",
            "content-length",
            "transfer-encoding",
            "x-request-id",
            "x-forwarded-for",
            "forwarded",
            "traceparent",
            "tracestate");

    static Key of(Routed routed) {
      HttpServerExchange exchange = routed.request().exchange();
      StringBuilder head = new StringBuilder(RequestTarget.host(exchange));
      head.append(' ').append(RequestTarget.of(exchange).toSend());
      for (HeaderValues values : exchange.getRequestHeaders()) {
        HttpString name = values.getHeaderName();
        String lower = name.toString().toLowerCase(Locale.ROOT);
        if (!IGNORED.contains(lower)) {
          values.forEach(value -> head.append('\n').append(lower).append(':').append(value));
        }
      }
      return new Key(
          routed.cluster().config().name(), head.toString(), routed.identified().body().toSend());
    }
  }

  /** Waits for the answer of another request. Compared by identity. */
  static final class Follower {

    private final OpenRequest request;
    private final Runnable goOn;

    Follower(OpenRequest request, Runnable goOn) {
      this.request = request;
      this.goOn = goOn;
    }

    private void hear(Optional<WholeAnswer> answer) {
      request
          .thread()
          .execute(() -> {
            if (request.isOver()) {
              return;
            }
            request.undoing().leaveStep();
            request.guarded(() -> answer.ifPresentOrElse(request::answerWith, goOn));
          });
    }
  }

  /** False if there is nothing to wait for, or no room to wait. */
  boolean follow(Follower follower) {
    lock.lock();
    try {
      if (ended || followers.size() >= maxFollowers) {
        return false;
      }
      followers.addLast(follower);
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave(Follower follower) {
    lock.lock();
    try {
      followers.remove(follower);
    } finally {
      lock.unlock();
    }
  }

  /** Tells all followers; without an answer they go on by themselves. */
  void end(Optional<WholeAnswer> answer) {
    List<Follower> told;
    lock.lock();
    try {
      ended = true;
      told = new ArrayList<>(followers);
      followers.clear();
    } finally {
      lock.unlock();
    }
    told.forEach(follower -> follower.hear(answer));
  }
}
