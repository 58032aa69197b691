package io.matapalo.proxy.forwarding;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocols that a connection may change to (RFC 9110 §7.8), and how long it may then be
 * silent. Immutable.
 *
 * @param allowed names in small letters
 */
record Upgrades(Set<String> allowed, Duration idle) {

  Upgrades {
    allowed = Set.copyOf(allowed);
  }

  /** The protocol that a request asks for and may have; empty for all others. */
  Optional<String> wantedBy(HttpServerExchange exchange) {
    HeaderMap fields = exchange.getRequestHeaders();
    HeaderValues wanted = fields.get(Headers.UPGRADE);
    if (wanted == null || wanted.size() != 1 || allowed.isEmpty()) {
      return Optional.empty();
    }
    boolean possible =
        exchange.isHttp11()
            && exchange.isPersistent()
            && exchange.isRequestComplete()
            && exchange.getRequestMethod().toString().equals("GET")
            && isNominated(fields.get(Headers.CONNECTION));
    String name = wanted.getFirst().strip().toLowerCase(Locale.ROOT);
    return possible && allowed.contains(name) ? Optional.of(name) : Optional.empty();
  }

  private static boolean isNominated(@Nullable HeaderValues connection) {
    return connection != null
        && connection.stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .anyMatch(name -> name.strip().equalsIgnoreCase("upgrade"));
  }
}
