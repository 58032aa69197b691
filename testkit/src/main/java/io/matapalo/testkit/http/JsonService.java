package io.matapalo.testkit.http;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers requests. Implementations are called by many threads at once. */
public interface JsonService {

  /** Under what conditions a path is served at this moment. */
  Conditions conditions(String path);

  /**
   * Answers one request; may block.
   *
   * @param body an empty object when the request had none
   */
  JsonAnswer answer(RecordedRequest request, JsonNode body);
}
