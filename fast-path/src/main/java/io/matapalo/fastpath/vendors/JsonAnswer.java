package io.matapalo.fastpath.vendors;

import com.fasterxml.jackson.databind.JsonNode;

/** A vendor's HTTP answer: the status and its JSON, empty when the body was none. */
public record JsonAnswer(int status, JsonNode body) {

  /** The text of a field, or empty. */
  public String text(String field) {
    return body.path(field).asText("");
  }

  /** Whether the vendor, or what is before it, is out of order. */
  boolean isOutage() {
    return status >= 500;
  }

  /** The status only; bodies may hold what logs must not. */
  @Override
  public String toString() {
    return "JsonAnswer[status=" + status + "]";
  }
}
