package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.answer.AnswerBuffer;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.Chosen;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.fields.SqlField;
import io.matapalo.proxy.resilience.LogBudget;
import io.matapalo.proxy.stickiness.RouteCookie;
import io.matapalo.proxy.telemetry.RoutingCounters;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps 7 and 8: what is the same for all requests that go to an instance. Thread-safe. */
public final class Forwarder {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

  private final TrustedProxies trustedProxies;
  private final RequestSender.BodyLimits bodyLimits;
  private final RequestHead.Additions additions;
  private final Upgrades upgrades;
  private final AddressRewriting addresses;
  private final LogBudget warnings;
  private final AnswerBuffer.Budget answers;

  /** A forwarder for a proxy with these settings. */
  public Forwarder(ProxyConfig config, RoutingCounters counters, InstantSource clock) {
    this.trustedProxies = config.listener().trusted();
    this.bodyLimits =
        new RequestSender.BodyLimits(
            config.limits().maxBodyBytes(),
            config.timeouts().bodyIdle().toMillis(),
            config.limits().minBodyRate());
    this.upgrades =
        new Upgrades(config.listener().requests().upgrades(), config.timeouts().tunnelIdle());
    this.additions =
        new RequestHead.Additions(
            config.listener().countsSql() ? SqlField.Wanted.YES : SqlField.Wanted.NO,
            config.listener().requests().addsVia(),
            routeCookies(config),
            upgrades);
    this.addresses =
        new AddressRewriting(
            trustedProxies, counters.addresses(), new LogBudget(LOG_INTERVAL, clock));
    this.warnings = new LogBudget(LOG_INTERVAL, clock);
    this.answers =
        new AnswerBuffer.Budget(
            config.limits().answerBufferBytes(), config.limits().allAnswerBuffersBytes());
  }

  /** The names of all clusters, because a client sends each of its cookies to all of them. */
  private static Set<String> routeCookies(ProxyConfig config) {
    return config.clusters().values().stream()
        .flatMap(cluster -> cluster.affinity().cookie().stream())
        .map(RouteCookie::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is done with addresses in answers. */
  AddressRewriting addresses() {
    return addresses;
  }

  /**
   * Brings the request to one of its instances.
   *
   * @param next gets the beginning of the answer
   * @param onDecline gets the request instead, and {@code next}, if the fast path did nothing with
   *     it
   */
  public void forward(
      Chosen chosen, Consumer<Answered> next, BiConsumer<Routed, Consumer<Answered>> onDecline) {
    new Delivery(this, chosen, next, onDecline).start();
  }

  /** Step 8, answer: sends the answer to the client, and ends the request. */
  public void answer(Answered answered) {
    AnswerRelay.answer(answered, answers);
  }

  RequestSender senderOf(Routed routed, UpstreamConnection connection) {
    Identified identified = routed.identified();
    RequestHead.Framing framing = framing(identified);
    RequestHead.Destination destination =
        new RequestHead.Destination(
            connection.instance().path(), AddressRewriting.concerns(routed));
    RequestHead head = head(identified.received(), destination, framing);
    return new RequestSender(identified, connection, head, framing, bodyLimits, upgrades);
  }

  private RequestHead head(
      Received received, RequestHead.Destination destination, RequestHead.Framing framing) {
    RequestHead.Trust trust = RequestHead.Trust.of(trustedProxies, received.peer());
    return RequestHead.of(
        received.exchange(),
        new RequestHead.Client(received.peer(), trust, received.request().told().id()),
        destination,
        framing,
        additions);
  }

  /** A body that is wholly here has a length; a longer one keeps the framing it came with. */
  private static RequestHead.Framing framing(Identified identified) {
    HttpServerExchange exchange = identified.received().exchange();
    RetainedBody body = identified.body();
    if (body.isWhole()) {
      boolean announced =
          !body.isEmpty()
              || exchange.getRequestContentLength() == 0
              || exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
      return announced ? new RequestHead.Length(body.length()) : RequestHead.NoBody.IT;
    }
    long length = exchange.getRequestContentLength();
    return length < 0 ? new RequestHead.Chunks() : new RequestHead.Length(length);
  }

  /** Says that an upstream's answer is none; a broken upstream sets the pace, so rarely. */
  void warnOf(Attempt attempt, Routed routed, IOException cause) {
    OptionalLong withheld = warnings.take();
    if (withheld.isPresent()) {
      LOG.warn(
          "Upstream did not answer properly. cluster={} instance={} operation={} reason={}"
              + " withheld={}",
          routed.cluster().config().name(),
          attempt.connection().instance().name(),
          routed.operationLabel(),
          cause.toString(),
          withheld.getAsLong());
    }
  }
}
