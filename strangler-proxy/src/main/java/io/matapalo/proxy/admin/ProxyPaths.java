package io.matapalo.proxy.admin;

import io.matapalo.proxy.affinity.AddressRange;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.forwarding.ReservedPaths;
import java.util.List;
import java.util.function.Supplier;

/**
 * The proxy's own paths: {@code health} for everybody, {@code status} for callers on this machine
 * that nobody speaks through. Thread-safe.
 */
public final class ProxyPaths implements ReservedPaths {

  private static final List<AddressRange> LOOPBACK =
      List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));
  private static final Answer NOT_HERE = Answer.text(404, "There is nothing at this address.");

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

  @Override
  public boolean covers(String path) {
    return path.startsWith(prefix);
  }

  @Override
  public Answer answer(String method, String path, IpAddress peer, Caller caller) {
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(405, "The method is not allowed.");
    }
    return switch (path.substring(prefix.length())) {
      case "health" -> healthAnswer();
      case "status" -> isLocal(peer, caller) ? statusAnswer() : NOT_HERE;
      default -> NOT_HERE;
    };
  }

  private Answer healthAnswer() {
    return switch (health.get()) {
      case OK -> new Answer(200, "text/plain; charset=utf-8", "ok");
      case DRAINING -> Answer.text(503, "draining");
    };
  }

  private Answer statusAnswer() {
    return new Answer(200, "application/json", status.get());
  }

  private static boolean isLocal(IpAddress peer, Caller caller) {
    return caller == Caller.DIRECT && LOOPBACK.stream().anyMatch(range -> range.contains(peer));
  }
}
