package io.matapalo.testkit.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.testkit.http.JsonAnswer;
import io.matapalo.testkit.http.RecordedRequest;

/** What one kind of vendor does. Implementations are called by many threads at once. */
public interface VendorService {

  /**
   * Answers a request that is not about the control of the vendor.
   *
   * @param settings those that hold for this request
   */
  JsonAnswer answer(RecordedRequest request, JsonNode body, VendorSettings settings);

  /** Totals since the start. */
  ObjectNode stats();
}
