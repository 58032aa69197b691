package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.Decline;
import io.matapalo.proxy.exchange.Chosen;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.health.Outcome;
import io.matapalo.proxy.telemetry.AddressCounts.Unchanged;
import io.matapalo.proxy.upstream.Cluster;
import io.matapalo.proxy.upstream.ConnectionPool;
import io.matapalo.proxy.upstream.PassiveCheck;
import io.matapalo.proxy.upstream.PassiveCheck.Pace;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted request on its way to an instance, until the client can get a byte of an answer. The
 * request goes to the next instance if a connection cannot be opened, and once more to the same one
 * if a kept connection turned out dead. Of other failures only those of harmless requests bring it
 * to the next instance, once, and within the budget. Confined to one I/O thread.
 */
final class Delivery implements Attempt.Outcome, ConnectionPool.Opening {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** A request that loses more conflicts is told so. */
  private static final int MOST_CONFLICTS = 2;

  private final Forwarder forwarder;
  private final OpenRequest request;
  private final Routed routed;
  private final Cluster cluster;
  private final List<Instance> instances;
  private final Round round;
  private final Consumer<Answered> next;
  private final BiConsumer<Routed, Consumer<Answered>> onDecline;

  private @Nullable Attempt latest;

  private boolean renewed;
  private boolean repeated;
  private int conflicts;
  private final PassiveCheck check;

  Delivery(
      Forwarder forwarder,
      Chosen chosen,
      Consumer<Answered> next,
      BiConsumer<Routed, Consumer<Answered>> onDecline) {
    this.forwarder = forwarder;
    this.request = chosen.request();
    this.routed = chosen.routed();
    this.cluster = chosen.routed().cluster();
    this.instances = chosen.instances();
    this.round = new Round(instances);
    this.next = next;
    this.onDecline = onDecline;
    this.check = new PassiveCheck(cluster, instances.getFirst());
  }

  void start() {
    if (!check.mayBeSent()) {
      request.refuse(Refusal.CIRCUIT_OPEN);
      return;
    }
    cluster.retries().earn();
    Optional<UpstreamConnection> own =
        BoundConnections.take(request.exchange(), cluster.pool(), instances);
    if (own.isPresent()) {
      round.beginAt(own.get().instance());
      send(own.get());
      return;
    }
    acquire();
  }

  private void acquire() {
    cluster.pool().acquire(request.thread(), round.instance(), this);
  }

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
    cluster.members().connected(round.instance());
    request.told().isSentTo(round.instance().name());
    request.undoing().step(connection::close);
    request.guarded(connection, this::send);
  }

  @Override
  public void failed(IOException cause) {
    request.guarded(cause, this::connectFailed);
  }

  private void connectFailed(IOException cause) {
    cluster.members().connectFailed(round.instance(), cause);
    if (request.isOver()) {
      return;
    }
    if (!opensAgain(cause) && !round.goOn()) {
      check.unreachable(cause);
      request.refuse(Refusal.UNAVAILABLE);
      return;
    }
    routed.tally().retried();
    acquire();
  }

  /**
   * The last instance took the connection and reset it at once. Nothing was sent, and unlike a
   * refusal a reset says nothing of the next connection.
   */
  private boolean opensAgain(IOException cause) {
    if (!round.isAtLast() || renewed || !String.valueOf(cause.getMessage()).contains("reset")) {
      return false;
    }
    renewed = true;
    return true;
  }

  private void send(UpstreamConnection connection) {
    if (BoundConnections.areNeededBy(routed)) {
      connection.bind();
    }
    RequestSender sender = forwarder.senderOf(routed, connection);
    Attempt begun = new Attempt(request, connection, sender, this);
    latest = begun;
    request.undoing().step(this::abandon);
    watch(begun);
    begun.start();
  }

  private void watch(Attempt begun) {
    check.sent(begun.connection().instance(), request.time().millis());
    request.time().lookAt(check.stallsAtMillis(), this::look);
  }

  /** No byte came for long: the instance may be to blame, but the request waits on. */
  private void look() {
    Attempt begun = latest;
    if (begun == null || begun.isClosed() || !begun.isUnanswered()) {
      return;
    }
    if (!begun.sender().isSent()) {
      watch(begun);
      return;
    }
    check.stalls();
  }

  /** The request ends before an answer came: the instance is to blame if it let time pass. */
  private void abandon() {
    Attempt begun = latest;
    if (begun == null) {
      return;
    }
    begun.cancel();
    if (request.isTimedOut() && begun.sender().isSent()) {
      check.timedOut();
    }
  }

  @Override
  public int wanted(AnswerHead head, AnswerBody body) {
    return forwarder.addresses().wanted(routed, head, body);
  }

  @Override
  public void tooLarge() {
    forwarder.addresses().stays(routed, Unchanged.TOO_LARGE);
  }

  @Override
  public void gathered(Attempt attempt, AnswerHead head, byte[] content) {
    AnswerHead own = head.copy();
    forwarder
        .addresses()
        .document(
            routed,
            new AddressRewriting.Document(attempt, own, content),
            body -> answered(attempt, own, body));
  }

  @Override
  public void answered(Attempt attempt, AnswerHead head, AnswerBody body) {
    String mediaType = head.fields().getFirst(Headers.CONTENT_TYPE);
    check.answered(
        Outcome.of(head.status(), mediaType == null ? "" : mediaType),
        attempt.sender().hasReadOn() ? Pace.OF_CLIENT : Pace.OF_INSTANCE);
    Answered answered = new Answered(routed, attempt, head, body);
    if (isConflictToRepeat(answered)) {
      conflicts++;
      routed.tally().retried();
      answered.skip();
      acquire();
      return;
    }
    if (!Decline.isIn(head, routed.decision().side())) {
      next.accept(forwarder.addresses().rewritten(answered));
      return;
    }
    routed.tally().declined();
    LOG.debug(
        "Request declined. operation={} reason={}",
        routed.operationLabel(),
        head.fields().getFirst(Decline.FIELD));
    answered.skip();
    if (!routed.identified().body().isWhole()) {
      request.refuse(Refusal.DECLINED);
      return;
    }
    onDecline.accept(routed, next);
  }

  private boolean isConflictToRepeat(Answered answered) {
    RequestSender sender = answered.attempt().sender();
    return conflicts < MOST_CONFLICTS
        && sender.isSent()
        && !sender.hasReadOn()
        && RepeatableFault.isIn(answered)
        && cluster.retries().take();
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
    attempt.connection().wasUnfit(request.time().millis());
    if (mayRenew(attempt)) {
      renewed = true;
      routed.tally().retried();
      cluster.pool().open(request.thread(), attempt.connection().instance(), this);
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
    check.ended(Outcome.NO_ANSWER);
    forwarder.warnOf(attempt, routed, cause);
    if (repeated || !isHarmlessAgain(attempt) || !cluster.retries().take()) {
      request.refuse(Refusal.BAD_ANSWER);
      return;
    }
    repeated = true;
    round.beginAtNext();
    routed.tally().retried();
    cluster.pool().open(request.thread(), round.instance(), this);
  }

  @Override
  public void malformed(Attempt attempt, IOException cause) {
    check.ended(Outcome.BAD_ANSWER);
    forwarder.warnOf(attempt, routed, cause);
    request.refuse(Refusal.BAD_ANSWER);
  }
}
