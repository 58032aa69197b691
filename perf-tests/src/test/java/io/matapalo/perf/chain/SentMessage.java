package io.matapalo.perf.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A message as the message gateway took it, its own number aside. */
record SentMessage(String key, String to, String template, String reference, String text) {

  /** Those about the orders, in the order in which they came. */
  static List<SentMessage> about(List<String> orderReferences, JsonNode answer) {
    List<SentMessage> found = new ArrayList<>();
    for (JsonNode message : answer.required("messages")) {
      if (orderReferences.contains(message.required("reference").asText())) {
        found.add(
            new SentMessage(
                message.required("key").asText(),
                message.required("to").asText(),
                message.required("template").asText(),
                message.required("reference").asText(),
                message.required("text").asText()));
      }
    }
    return found;
  }

  /** The order reference aside, for comparison with a message about another order. */
  SentMessage withoutReference() {
    return new SentMessage(
        key.replace(reference, "T-…"), to, template, "T-…", text.replace(reference, "T-…"));
  }
}
