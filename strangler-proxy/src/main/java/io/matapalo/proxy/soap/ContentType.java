package io.matapalo.proxy.soap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A {@code Content-Type} field: media type and names of parameters in lower case. */
public record ContentType(String mediaType, Map<String, String> parameters) {

  private static final ContentType NONE = new ContentType("", Map.of());
  private static final int KEPT = 64;
  private static final int MOST_KEPT_CHARACTERS = 200;

  /** The latest texts, each at the place that its hash names. */
  private static final AtomicReferenceArray<Parsed> LATEST = new AtomicReferenceArray<>(KEPT);

  private record Parsed(String text, ContentType type) {}

  public ContentType {
    parameters = Map.copyOf(parameters);
  }

  /** For a request without the field. */
  public static ContentType none() {
    return NONE;
  }

  /** Reads a field value; what is malformed counts as absent (RFC 9110 §8.3.1). */
  public static ContentType parse(String value) {
    int place = value.hashCode() & (KEPT - 1);
    Parsed latest = LATEST.get(place);
    if (latest != null && latest.text.equals(value)) {
      return latest.type;
    }
    ContentType type = parsed(value);
    if (value.length() <= MOST_KEPT_CHARACTERS) {
      LATEST.set(place, new Parsed(value, type));
    }
    return type;
  }

  private static ContentType parsed(String value) {
    String[] parts = split(value);
    Map<String, String> parameters = parts.length == 1 ? Map.of() : new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
      parameters.put(name, unquote(parts[i].substring(equals + 1).strip()));
    }
    return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
  }

  /** A parameter by its name in lower case. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The encoding of the characters. */
  public Optional<String> charset() {
    return parameter("charset");
  }

  /** The client's hint at the operation (SOAP 1.2 part 2, §6.5.3). */
  public Optional<String> action() {
    return parameter("action");
  }

  /** Whether the body is a package of parts, such as MTOM. */
  public boolean isMultipart() {
    return mediaType.startsWith("multipart/");
  }

  /** The SOAP version that such a body usually has; a guess for answers given before it is read. */
  public Optional<SoapVersion> usualVersion() {
    return switch (mediaType) {
      case "text/xml" -> Optional.of(SoapVersion.SOAP_1_1);
      case "application/soap+xml" -> Optional.of(SoapVersion.SOAP_1_2);
      default -> Optional.empty();
    };
  }

  /** Cuts at semicolons that are outside quotes. */
  private static String[] split(String value) {
    if (value.indexOf('"') < 0) {
      return value.split(";", -1);
    }
    StringBuilder cut = new StringBuilder(value.length());
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      quoted ^= c == '"';
      cut.append(c == ';' && !quoted ? '\0' : c);
    }
    return cut.toString().split("\0", -1);
  }

  static String unquote(String value) {
    int last = value.length() - 1;
    boolean quoted = last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"';
    return quoted ? value.substring(1, last) : value;
  }
}
