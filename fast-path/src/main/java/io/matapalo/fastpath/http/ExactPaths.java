package io.matapalo.fastpath.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;

/**
 * Finds a handler by the path as the client sent it, byte for byte. Undertow's own path handler
 * cuts a path parameter ({@code ;a=b}) and a last slash off, and decodes escapes: the monolith
 * takes such a path otherwise, and a guard before the fast path may too. Thread-safe.
 */
final class ExactPaths implements HttpHandler {

  private final Map<String, HttpHandler> handlers;
  private final HttpHandler elsewhere;

  ExactPaths(Map<String, HttpHandler> handlers, HttpHandler elsewhere) {
    this.handlers = Map.copyOf(handlers);
    this.elsewhere = elsewhere;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    handlers.getOrDefault(exchange.getRequestURI(), elsewhere).handleRequest(exchange);
  }
}
