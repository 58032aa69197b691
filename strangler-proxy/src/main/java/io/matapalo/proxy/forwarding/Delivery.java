package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.exchange.Chosen;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.health.Outcome;
import io.matapalo.proxy.upstream.Cluster;
import io.matapalo.proxy.upstream.ConnectionPool;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted request on its way to an instance, until the client can get a byte of an answer. The
 * request goes to the next instance if a connection cannot be opened, and once more to the same one
 * if a kept connection turned out dead. Of other failures only those of harmless requests bring it
 * to the next instance, once, and within the budget. Confined to one I/O thread.
 */
final class Delivery implements Attempt.Outcome {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** A request that loses more conflicts is told so. */
  private static final int MOST_CONFLICTS = 2;

  private final Forwarder forwarder;
  private final OpenRequest request;
  private final Routed routed;
  private final Cluster cluster;
  private final List<Instance> instances;
  private final Consumer<Answered> next;
  private final Consumer<Routed> onDecline;
  private int tried;
  private boolean renewed;
  private boolean repeated;
  private int conflicts;

  Delivery(
      Forwarder forwarder, Chosen chosen, Consumer<Answered> next, Consumer<Routed> onDecline) {
    this.forwarder = forwarder;
    this.request = chosen.request();
    this.routed = chosen.routed();
    this.cluster = chosen.routed().cluster();
    this.instances = chosen.instances();
    this.next = next;
    this.onDecline = onDecline;
  }

  void start() {
    cluster.retries().earn();
    Optional<UpstreamConnection> own =
        BoundConnections.take(request.exchange(), cluster.pool(), instances);
    if (own.isPresent()) {
      tried = indexOf(own.get().instance());
      send(own.get());
      return;
    }
    acquire();
  }

  private void acquire() {
    cluster.pool().acquire(request.thread(), instances.get(tried), opening());
  }

  private ConnectionPool.Opening opening() {
    Instance instance = instances.get(tried);
    return new ConnectionPool.Opening() {
      @Override
      public boolean isWanted() {
        return !request.isOver();
      }

      @Override
      public void opened(UpstreamConnection connection) {
        if (request.isOver()) {
          connection.close();
          return;
        }
        cluster.members().connected(instance);
        request.told().isSentTo(instance.name());
        request.undoing().step(connection::close);
        request.guarded(() -> send(connection));
      }

      @Override
      public void failed(IOException cause) {
        request.guarded(() -> connectFailed(instance, cause));
      }
    };
  }

  private void connectFailed(Instance instance, IOException cause) {
    cluster.members().connectFailed(instance, cause);
    if (request.isOver()) {
      return;
    }
    tried++;
    if (tried == instances.size()) {
      request.refuse(Refusal.UNAVAILABLE);
      return;
    }
    routed.tally().retried();
    acquire();
  }

  private int indexOf(Instance instance) {
    int index = 0;
    while (!instances.get(index).name().equals(instance.name())) {
      index++;
    }
    return index;
  }

  private void send(UpstreamConnection connection) {
    if (BoundConnections.areNeededBy(routed)) {
      connection.bind();
    }
    RequestSender sender = forwarder.senderOf(routed.identified(), connection);
    Attempt attempt = new Attempt(request, connection, sender, this);
    request.undoing().step(() -> abandon(attempt));
    attempt.start();
  }

  /** The request ends before an answer came: the instance is to blame if it let time pass. */
  private void abandon(Attempt attempt) {
    attempt.cancel();
    if (request.isTimedOut() && attempt.sender().isSent()) {
      cluster.members().answered(attempt.connection().instance(), Outcome.NO_ANSWER);
    }
  }

  @Override
  public void answered(Attempt attempt, AnswerHead head, AnswerBody body) {
    String mediaType = head.fields().getFirst(Headers.CONTENT_TYPE);
    cluster
        .members()
        .answered(
            attempt.connection().instance(),
            Outcome.of(head.status(), mediaType == null ? "" : mediaType));
    if (isConflictToRepeat(attempt, head, body)) {
      conflicts++;
      routed.tally().retried();
      skip(attempt, head, body);
      acquire();
      return;
    }
    if (!Decline.isIn(head, routed.decision().side())) {
      next.accept(new Answered(routed, attempt, head, body));
      return;
    }
    routed.tally().declined();
    LOG.debug(
        "Request declined. operation={} reason={}",
        routed.operationLabel(),
        head.fields().getFirst(Decline.FIELD));
    skip(attempt, head, body);
    if (!routed.identified().body().isWhole()) {
      request.refuse(Refusal.DECLINED);
      return;
    }
    onDecline.accept(routed);
  }

  private boolean isConflictToRepeat(Attempt attempt, AnswerHead head, AnswerBody body) {
    try {
      return conflicts < MOST_CONFLICTS
          && attempt.sender().isSent()
          && !attempt.sender().hasReadOn()
          && RepeatableFault.isIn(routed, attempt, head, body)
          && cluster.retries().take();
    } catch (MalformedAnswerException e) {
      LOG.debug("Fault is malformed. reason={}", e.toString());
      return false;
    }
  }

  /** Keeps the connection of an answer that nobody needs, if all of it is here already. */
  private static void skip(Attempt attempt, AnswerHead head, AnswerBody body) {
    try {
      int available;
      while ((available = body.available(attempt.buffer())) > 0) {
        attempt.buffer().position(attempt.buffer().position() + available);
        body.moved(available);
      }
      attempt.end(head, body);
    } catch (MalformedAnswerException e) {
      LOG.debug("Declining answer is malformed. reason={}", e.toString());
      attempt.cancel();
    }
  }

  @Override
  public void unused(UpstreamConnection connection, Duration announcedIdleLife) {
    if (connection.isBound()) {
      BoundConnections.keep(request.exchange(), cluster.pool(), connection, announcedIdleLife);
      return;
    }
    cluster.pool().release(connection, announcedIdleLife);
  }

  @Override
  public void lost(Attempt attempt) {
    if (mayRenew(attempt)) {
      renewed = true;
      routed.tally().retried();
      cluster.pool().open(request.thread(), attempt.connection().instance(), opening());
      return;
    }
    broken(attempt, new IOException("connection ended before any answer"));
  }

  /** Only a connection that was kept is suspected of having been dead from the start. */
  private boolean mayRenew(Attempt attempt) {
    return !renewed && attempt.connection().isReused() && isHarmlessAgain(attempt);
  }

  private boolean isHarmlessAgain(Attempt attempt) {
    RequestSender sender = attempt.sender();
    boolean harmless = !sender.hasWritten() || routed.decision().operationClass().mayBeSentTwice();
    return harmless && !sender.hasReadOn();
  }

  @Override
  public void broken(Attempt attempt, IOException cause) {
    cluster.members().answered(attempt.connection().instance(), Outcome.NO_ANSWER);
    forwarder.warnOf(attempt, routed, cause);
    if (repeated || !isHarmlessAgain(attempt) || !cluster.retries().take()) {
      request.refuse(Refusal.BAD_ANSWER);
      return;
    }
    repeated = true;
    tried = (tried + 1) % instances.size();
    routed.tally().retried();
    cluster.pool().open(request.thread(), instances.get(tried), opening());
  }

  @Override
  public void malformed(Attempt attempt, IOException cause) {
    cluster.members().answered(attempt.connection().instance(), Outcome.BAD_ANSWER);
    forwarder.warnOf(attempt, routed, cause);
    request.refuse(Refusal.BAD_ANSWER);
  }

  /**
   * How the fast path says that it did nothing with a request and legacy should have it: status 421
   * (RFC 9110 §15.5.20) and this field with the reason.
   */
  static final class Decline {

    static final HttpString FIELD = HttpString.tryFromString("X-Matapalo-Decline");
    private static final int MISDIRECTED_REQUEST = 421;

    private Decline() {}

    static boolean isIn(AnswerHead head, Side side) {
      return side == Side.FAST
          && head.status() == MISDIRECTED_REQUEST
          && head.fields().contains(FIELD);
    }
  }
}
