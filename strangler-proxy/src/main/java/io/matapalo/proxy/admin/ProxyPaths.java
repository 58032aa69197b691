package io.matapalo.proxy.admin;

import io.matapalo.proxy.exchange.OwnAnswer;
import java.util.function.Supplier;

/**
 * The proxy's own paths: {@code health} for everybody, {@code status} for callers on this machine
 * that nobody speaks through. Thread-safe.
 */
public final class ProxyPaths {

  private static final OwnAnswer NOT_HERE =
      OwnAnswer.text(404, "There is nothing at this address.");

  private final String prefix;
  private final Supplier<Health> health;
  private final Supplier<String> status;

  /** Whether new requests are welcome. */
  public enum Health {
    OK,
    DRAINING
  }

  public ProxyPaths(String prefix, Supplier<Health> health, Supplier<String> status) {
    this.prefix = prefix;
    this.health = health;
    this.status = status;
  }

  /** Whether the raw path is one of the proxy's own. */
  public boolean cover(String path) {
    return path.startsWith(prefix);
  }

  /** The answer to a request for such a path. */
  public OwnAnswer answer(String method, String path, Caller caller) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return OwnAnswer.text(405, "The method is not allowed.");
    }
    return switch (path.substring(prefix.length())) {
      case "health" -> healthAnswer();
      case "status" ->
          caller.isLocal() ? new OwnAnswer(200, "application/json", status.get()) : NOT_HERE;
      default -> NOT_HERE;
    };
  }

  private OwnAnswer healthAnswer() {
    return switch (health.get()) {
      case OK -> new OwnAnswer(200, OwnAnswer.TEXT, "ok");
      case DRAINING -> OwnAnswer.text(503, "draining");
    };
  }
}
