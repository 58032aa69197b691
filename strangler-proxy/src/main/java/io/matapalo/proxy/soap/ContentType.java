package io.matapalo.proxy.soap;

import java.util.Locale;
import java.util.Optional;

/** A {@code Content-Type} field: media type in lower case, and the parameters that matter here. */
public record ContentType(String mediaType, Optional<String> charset, Optional<String> action) {

  private static final ContentType NONE = new ContentType("", Optional.empty(), Optional.empty());

  /** For a request without the field. */
  public static ContentType none() {
    return NONE;
  }

  /** Reads a field value; what is malformed counts as absent (RFC 9110 §8.3.1). */
  public static ContentType parse(String value) {
    String[] parts = split(value);
    Optional<String> charset = Optional.empty();
    Optional<String> action = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
      Optional<String> argument = Optional.of(unquote(parts[i].substring(equals + 1).strip()));
      if (name.equals("charset")) {
        charset = argument;
      } else if (name.equals("action")) {
        action = argument;
      }
    }
    return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), charset, action);
  }

  /** A body that is a package of parts (MTOM) is not looked into. */
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
