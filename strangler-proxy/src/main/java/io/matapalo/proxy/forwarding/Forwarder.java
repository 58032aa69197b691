package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.exchange.Chosen;
import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.RetainedBody;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.resilience.LogBudget;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 7, forward: what is the same for all requests that go to an instance. Thread-safe. */
public final class Forwarder {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

  private final TrustedProxies trustedProxies;
  private final RequestSender.BodyLimits bodyLimits;
  private final RequestHead.Additions additions;
  private final Tunnel.Upgrades upgrades;
  private final LogBudget warnings;

  /** A forwarder for a proxy with these settings. */
  public Forwarder(ProxyConfig config, InstantSource clock) {
    this.trustedProxies = config.listener().trusted();
    this.bodyLimits =
        new RequestSender.BodyLimits(
            config.limits().maxBodyBytes(),
            config.timeouts().bodyIdle().toMillis(),
            config.limits().minBodyRate());
    this.upgrades =
        new Tunnel.Upgrades(
            config.listener().requests().upgrades(), config.timeouts().tunnelIdle());
    this.additions =
        new RequestHead.Additions(
            config.listener().countsSql() ? SqlField.Wanted.YES : SqlField.Wanted.NO,
            config.listener().requests().addsVia(),
            upgrades);
    this.warnings = new LogBudget(LOG_INTERVAL, clock);
  }

  /**
   * Brings the request to one of its instances.
   *
   * @param next gets the beginning of the answer
   * @param onDecline gets the request instead if the fast path did nothing with it
   */
  public void forward(Chosen chosen, Consumer<Answered> next, Consumer<Routed> onDecline) {
    new Delivery(this, chosen, next, onDecline).start();
  }

  RequestSender senderOf(Identified identified, UpstreamConnection connection) {
    RequestHead.Framing framing = framing(identified);
    return new RequestSender(
        identified,
        connection,
        head(identified.received(), framing),
        framing,
        bodyLimits,
        upgrades);
  }

  private ByteBuffer head(Received received, RequestHead.Framing framing) {
    RequestHead.Trust trust =
        trustedProxies.trusts(received.peer())
            ? RequestHead.Trust.TRUSTED
            : RequestHead.Trust.UNTRUSTED;
    return RequestHead.of(
        received.exchange(), received.peer().toString(), trust, framing, additions);
  }

  /** A body that is wholly here has a length; a longer one keeps the framing it came with. */
  private static RequestHead.Framing framing(Identified identified) {
    HttpServerExchange exchange = identified.received().exchange();
    RetainedBody body = identified.body();
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
