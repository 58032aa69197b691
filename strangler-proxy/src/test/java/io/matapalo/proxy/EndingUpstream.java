package io.matapalo.proxy;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An upstream that answers "ok", but ends its connection once, where a test says so: before, within
 * or after a request or its answer. Thread-safe.
 */
final class EndingUpstream {

  private static final int OF_A_HEAD = 10;
  private static final int MOST_OF_A_HEAD = 100_000;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final AtomicReference<Optional<Plan>> plan = new AtomicReference<>(Optional.empty());
  private final AtomicReference<String> field = new AtomicReference<>("");
  private final AtomicInteger begun = new AtomicInteger();
  private final FakeUpstream upstream = FakeUpstream.holding(this::hold);

  /** The point at which it ends its connection, and the part of the answer that it sends before. */
  enum Moment {
    ON_ACCEPTING(""),
    WITHIN_THE_HEAD_OF_THE_REQUEST(""),
    WITHIN_THE_BODY_OF_THE_REQUEST(""),
    BEFORE_THE_ANSWER(""),
    WITHIN_THE_HEAD_OF_THE_ANSWER("HTTP/1.1 200 OK\r\nContent-Le"),
    AFTER_THE_HEAD_OF_THE_ANSWER("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
    AFTER_THE_HEAD_OF_CHUNKS(CHUNKED),
    WITHIN_THE_SIZE_OF_A_CHUNK(CHUNKED + "5"),
    WITHIN_A_SHORT_BODY("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    AFTER_THE_ANSWER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private final String sent;

    Moment(String sent) {
      this.sent = sent;
    }
  }

  /** How it ends the connection, as its peer sees it. */
  enum End {
    FIN {
      @Override
      void of(Socket connection) throws IOException {
        connection.shutdownOutput();
        // A socket that is closed with bytes unread is reset.
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    },
    RST {
      @Override
      void of(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
      }
    };

    abstract void of(Socket connection) throws IOException;
  }

  private record Plan(Moment moment, End end) {}

  FakeUpstream upstream() {
    return upstream;
  }

  /** Ends the next connection that comes to this point. */
  void ends(Moment moment, End end) {
    plan.set(Optional.of(new Plan(moment, end)));
    begun.set(0);
  }

  /** Forgets an end whose moment did not come. */
  void endsNoMore() {
    plan.set(Optional.empty());
    begun.set(0);
  }

  /** The next answer ends its connection in an orderly way, so that the one after it is fresh. */
  void closesAfterTheNextAnswer() {
    field.set("Connection: close\r\n");
  }

  /**
   * How many requests have begun to arrive since the last order; one that came twice counts two.
   */
  int begun() {
    return begun.get();
  }

  private void hold(Socket connection) throws IOException {
    if (isNow(Moment.ON_ACCEPTING, connection)) {
      return;
    }
    PushbackInputStream in = new PushbackInputStream(connection.getInputStream(), MOST_OF_A_HEAD);
    OutputStream out = connection.getOutputStream();
    RequestReader reader = new RequestReader(in, out, 1, MOST_OF_A_HEAD);
    boolean goesOn = true;
    while (goesOn) {
      int first = in.read();
      if (first < 0) {
        return;
      }
      begun.incrementAndGet();
      in.unread(first);
      goesOn = !endsWithinTheRequest(in, connection) && answer(reader, connection);
    }
  }

  private boolean endsWithinTheRequest(PushbackInputStream in, Socket connection)
      throws IOException {
    byte[] some = in.readNBytes(OF_A_HEAD);
    if (isNow(Moment.WITHIN_THE_HEAD_OF_THE_REQUEST, connection)) {
      return true;
    }
    in.unread(some);
    if (plan.get().filter(it -> it.moment() == Moment.WITHIN_THE_BODY_OF_THE_REQUEST).isEmpty()) {
      return false;
    }
    readHead(in);
    return isNow(Moment.WITHIN_THE_BODY_OF_THE_REQUEST, connection);
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(new String(in.readNBytes(1), StandardCharsets.ISO_8859_1));
    }
  }

  private boolean answer(RequestReader reader, Socket connection) throws IOException {
    if (reader.next().isEmpty()) {
      return false;
    }
    OutputStream out = connection.getOutputStream();
    Optional<Plan> now = plan.get();
    if (now.isPresent()) {
      FakeUpstream.raw(out, now.get().moment().sent);
      return !isNow(now.get().moment(), connection);
    }
    String more = field.getAndSet("");
    FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\n" + more + "Content-Length: 2\r\n\r\nok");
    return more.isEmpty();
  }

  private boolean isNow(Moment moment, Socket connection) throws IOException {
    Optional<Plan> now =
        plan.getAndUpdate(it -> it.filter(order -> order.moment() != moment))
            .filter(order -> order.moment() == moment);
    if (now.isEmpty()) {
      return false;
    }
    now.get().end().of(connection);
    return true;
  }
}
