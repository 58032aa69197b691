package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.upstream.AnswerBody;
import io.matapalo.proxy.upstream.AnswerHead;
import io.matapalo.proxy.upstream.Cluster;
import io.matapalo.proxy.upstream.ConnectionPool;
import io.matapalo.proxy.upstream.MalformedAnswerException;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one admitted request to an instance of one cluster and its answer back. It goes to the
 * next instance if a connection cannot be opened, and once more to the same one if a kept
 * connection turned out dead; nothing else is sent twice. Confined to one I/O thread.
 */
final class Forwarder implements Attempt.Outcome {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  private final InFlight request;
  private final Cluster cluster;
  private final Side side;
  private final Settings settings;
  private final Consumer<InFlight> onDecline;
  private final List<Instance> instances;
  private int next;
  private boolean repeated;

  /** What is the same for all requests. */
  record Settings(
      TrustedProxies trustedProxies,
      RequestSender.BodyLimits bodyLimits,
      LogBudget warnings,
      SqlField.Wanted counts) {}

  Forwarder(
      InFlight request,
      Cluster cluster,
      Side side,
      Settings settings,
      Consumer<InFlight> onDecline) {
    this.request = request;
    this.cluster = cluster;
    this.side = side;
    this.settings = settings;
    this.onDecline = onDecline;
    this.instances = cluster.instancesFor(request.client());
  }

  void start() {
    cluster.pool().acquire(request.thread(), instances.get(next), opening());
  }

  private ConnectionPool.Opening opening() {
    Instance instance = instances.get(next);
    return new ConnectionPool.Opening() {
      @Override
      public void opened(UpstreamConnection connection) {
        if (request.isOver()) {
          connection.close();
          return;
        }
        cluster.check().connected(instance);
        request.step(connection::close);
        request.guarded(() -> send(connection));
      }

      @Override
      public void failed(IOException cause) {
        request.guarded(() -> connectFailed(instance, cause));
      }
    };
  }

  private void connectFailed(Instance instance, IOException cause) {
    if (cluster.check().connectFailed(instance)) {
      LOG.warn(
          "Instance ejected, no connection. cluster={} instance={} reason={}",
          cluster.config().name(),
          instance.name(),
          cause.toString());
    }
    if (request.isOver()) {
      return;
    }
    next++;
    if (next == instances.size()) {
      request.refuse(Refusal.UNAVAILABLE);
      return;
    }
    request.tally().retried();
    start();
  }

  private void send(UpstreamConnection connection) {
    HttpServerExchange exchange = request.exchange();
    RequestHead.Framing framing = framing(exchange);
    RequestSender sender =
        new RequestSender(
            request,
            connection,
            RequestHead.of(
                exchange,
                Peer.of(exchange).toString(),
                trust(exchange),
                framing,
                settings.counts()),
            framing,
            settings.bodyLimits());
    Attempt attempt = new Attempt(request, cluster.pool(), connection, sender, this);
    request.step(attempt::cancel);
    attempt.start();
  }

  private RequestHead.Trust trust(HttpServerExchange exchange) {
    return settings.trustedProxies().trusts(Peer.of(exchange))
        ? RequestHead.Trust.TRUSTED
        : RequestHead.Trust.UNTRUSTED;
  }

  /** A body that is wholly here has a length; a longer one keeps the framing it came with. */
  private RequestHead.Framing framing(HttpServerExchange exchange) {
    RetainedBody body = request.body();
    if (body.isWhole()) {
      boolean announced =
          !body.isEmpty()
              || exchange.getRequestContentLength() == 0
              || exchange.getRequestHeaders().contains("Transfer-Encoding");
      return announced ? new RequestHead.Length(body.length()) : new RequestHead.NoBody();
    }
    long length = exchange.getRequestContentLength();
    return length < 0 ? new RequestHead.Chunks() : new RequestHead.Length(length);
  }

  @Override
  public void answered(Attempt attempt, AnswerHead head, AnswerBody body) {
    if (!Decline.isIn(head, side)) {
      AnswerRelay.relay(request, attempt, head, body);
      return;
    }
    request.tally().declined();
    LOG.debug(
        "Request declined. operation={} reason={}",
        request.decision().operationLabel(),
        head.fields().getFirst(Decline.FIELD));
    skip(attempt, head, body);
    if (!request.body().isWhole()) {
      request.refuse(Refusal.DECLINED);
      return;
    }
    onDecline.accept(request);
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
  public void lost(Attempt attempt) {
    if (mayRepeat(attempt)) {
      repeated = true;
      request.tally().retried();
      cluster.pool().open(request.thread(), attempt.connection().instance(), opening());
      return;
    }
    request.refuse(Refusal.BAD_ANSWER);
  }

  /** Only a connection that was kept is suspected of having been dead from the start. */
  private boolean mayRepeat(Attempt attempt) {
    RequestSender sender = attempt.sender();
    boolean harmless = !sender.hasWritten() || request.decision().operationClass().mayBeSentTwice();
    boolean possible = !sender.hasReadOn();
    return !repeated && attempt.connection().isReused() && possible && harmless;
  }

  @Override
  public void malformed(Attempt attempt, IOException cause) {
    OptionalLong withheld = settings.warnings().take();
    if (withheld.isPresent()) {
      LOG.warn(
          "Upstream did not answer properly. cluster={} instance={} operation={} reason={} withheld={}",
          cluster.config().name(),
          attempt.connection().instance().name(),
          request.decision().operationLabel(),
          cause.toString(),
          withheld.getAsLong());
    }
    request.refuse(Refusal.BAD_ANSWER);
  }
}
