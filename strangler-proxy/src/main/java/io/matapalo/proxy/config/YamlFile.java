package io.matapalo.proxy.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads YAML into a {@link Section}: one document, no key twice. */
final class YamlFile {

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private YamlFile() {}

  static Section parse(byte[] content) {
    return new Section("", tree(content));
  }

  static JsonNode tree(byte[] content) {
    try {
      JsonNode root = MAPPER.readTree(content);
      if (root == null || root.isMissingNode() || root.isNull()) {
        throw new ConfigException("the file must be a mapping of keys to values, was empty");
      }
      return root;
    } catch (JacksonException e) {
      throw new ConfigException("the file must be YAML: " + firstLine(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be read", e);
    }
  }

  private static String firstLine(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    var location = e.getLocation();
    return location == null
        ? message
        : "%s at line %d, column %d"
            .formatted(message, location.getLineNr(), location.getColumnNr());
  }
}
