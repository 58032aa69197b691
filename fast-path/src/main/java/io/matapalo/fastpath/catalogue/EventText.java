package io.matapalo.fastpath.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * Events as text for the cache: a version, a colon, JSON. Thread-safe. Text that no event is
 * written as reads as nothing: {@code null}, an enum by its number, a number as a string, a field
 * twice, another version. Versions of the fast path may therefore share a Redis, and a value that
 * somebody else put there is replaced.
 */
final class EventText {

  private static final String VERSION = "1:";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          // isOnSale follows from the status and is no field.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private EventText() {}

  static String write(Event event) {
    try {
      return VERSION + JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event " + event.code() + " cannot be written", e);
    }
  }

  static Optional<Event> read(String text) {
    if (!text.startsWith(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(text.substring(VERSION.length()), Event.class))
          .filter(event -> write(event).equals(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
