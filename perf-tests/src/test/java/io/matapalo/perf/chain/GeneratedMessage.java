package io.matapalo.perf.chain;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that a generator made, and by which changes. A sent one gets a request id of its own,
 * so that neither side finds the other's order. Immutable.
 *
 * @param body one character a byte, as ISO 8859-1 has it
 * @param fields {@code Name: value}
 */
record GeneratedMessage(List<String> changes, String path, List<String> fields, String body) {
  /** No valid request id, should a change have damaged it. */
  static final String REQUEST_ID = "@REQUEST-ID@";

  GeneratedMessage {
    changes = List.copyOf(changes);
    fields = List.copyOf(fields);
  }

  byte[] bytes(String requestId) {
    return body.replace(REQUEST_ID, requestId).getBytes(StandardCharsets.ISO_8859_1);
  }
}
