package io.matapalo.proxy.fields;

import io.matapalo.proxy.exchange.Routed;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;

/** The fields of an answer that show which side the proxy decided for, under which table. */
public final class DecisionFields {

  private static final HttpString SIDE = HttpString.tryFromString("X-Matapalo-Side");
  private static final HttpString SNAPSHOT = HttpString.tryFromString("X-Matapalo-Snapshot");

  private DecisionFields() {}

  /** Shows the decision in whatever answer the request gets. */
  public static void put(Routed routed) {
    HeaderMap answer = routed.request().exchange().getResponseHeaders();
    answer.put(SIDE, routed.decision().side().label());
    answer.put(SNAPSHOT, routed.decision().snapshotVersion());
  }

  /** Whether the answer shows the decision. */
  public static boolean areIn(HttpServerExchange exchange) {
    return exchange.getResponseHeaders().contains(SIDE);
  }
}
