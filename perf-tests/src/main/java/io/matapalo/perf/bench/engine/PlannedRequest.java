package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.http.HttpRequest;
import java.util.function.Consumer;

/**
 * A request that is ready to leave: for which operation, from which client, and who wants to see
 * its answer if that is a success. The request may hold a card number: it is never printed.
 */
public record PlannedRequest(
    String operation, HttpRequest request, int client, Consumer<String> onSuccess) {

  @Override
  public String toString() {
    return operation + " from client " + client;
  }
}
