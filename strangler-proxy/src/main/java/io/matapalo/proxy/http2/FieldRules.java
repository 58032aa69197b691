package io.matapalo.proxy.http2;

import io.matapalo.proxy.http2.FieldList.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What RFC 9113 §8.2 asks of a single field. Whoever translates between versions must not rely on
 * the codec for it, because a line end in a value would be a field, or a request, of its own in
 * HTTP/1.1.
 */
final class FieldRules {

  /** Of a connection of HTTP/1.1 (RFC 9113 §8.2.2). */
  private static final Set<String> OF_CONNECTIONS =
      Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private FieldRules() {}

  /** What is wrong with a field that is no pseudo field; empty if nothing is. */
  static Optional<String> flawOf(Field field) {
    if (!isName(field.name())) {
      return Optional.of("field name is empty, has an upper-case letter or a forbidden byte");
    }
    if (OF_CONNECTIONS.contains(field.name())) {
      return Optional.of("field belongs to a connection of HTTP/1.1");
    }
    if (!isValue(field.value())) {
      return Optional.of("field value has a line end or a NUL, or begins or ends with a blank");
    }
    if (field.name().equals("te") && !field.value().equalsIgnoreCase("trailers")) {
      return Optional.of("te is another than trailers");
    }
    return Optional.empty();
  }

  /** What is wrong with the fields behind a body; empty if nothing is. */
  static Optional<String> flawOfTrailers(List<Field> fields) {
    for (Field field : fields) {
      if (field.isPseudo()) {
        return Optional.of("pseudo field stands behind the body");
      }
      Optional<String> flaw = flawOf(field);
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    return Optional.empty();
  }

  /** Whether the value of a pseudo field has a byte, and none that ends a word of HTTP/1.1. */
  static boolean isWord(String value) {
    return !value.isEmpty() && value.chars().allMatch(octet -> octet > ' ' && octet != 0x7F);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(octet ->
                (octet >= 'a' && octet <= 'z')
                    || (octet >= '0' && octet <= '9')
                    || TOKEN_MARKS.indexOf(octet) >= 0);
  }

  private static boolean isValue(String value) {
    if (value.isEmpty()) {
      return true;
    }
    return !isBlank(value.charAt(0))
        && !isBlank(value.charAt(value.length() - 1))
        && value.chars().noneMatch(octet -> octet == 0 || octet == '\r' || octet == '\n');
  }

  private static boolean isBlank(char octet) {
    return octet == ' ' || octet == '\t';
  }
}
