package io.matapalo.proxy.http2;

import io.matapalo.proxy.http2.FieldList.Field;
import io.matapalo.proxy.reading.Flaw;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * From a header block to the head of a request of HTTP/1.1 (RFC 9113 §8.3.1). All bytes of target
 * and values stay as they came. The first thing that is wrong ends the request. Confined to one
 * thread.
 */
final class RequestTranslation {

  private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_LENGTH_DIGITS = 18;

  private final Extent extent;
  private final Map<String, String> pseudo = new HashMap<>();
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder cookies = new StringBuilder();
  private Optional<String> host = Optional.empty();
  private String contentType = "";
  private Optional<String> length = Optional.empty();
  private Optional<String> flaw = Optional.empty();
  private boolean hasFields;
  private boolean logsIn;

  /** Whether a body follows. */
  enum Extent {
    HEAD_ALONE,
    WITH_BODY
  }

  private RequestTranslation(Extent extent) {
    this.extent = extent;
  }

  static TranslatedRequest of(List<Field> fields, Extent extent) {
    RequestTranslation translation = new RequestTranslation(extent);
    fields.forEach(translation::field);
    return translation.result();
  }

  private void field(Field field) {
    if (field.isPseudo()) {
      pseudoField(field);
      return;
    }
    hasFields = true;
    Optional<String> wrong = FieldRules.flawOf(field);
    if (wrong.isPresent()) {
      wrong.ifPresent(this::refuse);
      return;
    }
    switch (field.name()) {
      case "host" -> host(field.value());
      case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(field.value());
      default -> {
        note(field);
        lines.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
  }

  private void note(Field field) {
    switch (field.name()) {
      case "content-type" -> contentType = field.value();
      case "content-length" -> {
        if (length.isPresent()) {
          refuse("content-length is repeated");
        }
        length = Optional.of(field.value());
      }
      case "authorization" -> logsIn |= hasScheme(field.value(), "NTLM", "Negotiate");
      default -> {}
    }
  }

  private static boolean hasScheme(String credentials, String... schemes) {
    String scheme = credentials.split(" ", 2)[0];
    return Set.of(schemes).stream().anyMatch(scheme::equalsIgnoreCase);
  }

  private void pseudoField(Field field) {
    if (hasFields) {
      refuse("pseudo field stands behind another field");
    } else if (!PSEUDO.contains(field.name())) {
      refuse("pseudo field is unknown");
    } else if (!FieldRules.isWord(field.value())) {
      refuse("pseudo field is empty or has a forbidden byte");
    } else if (pseudo.put(field.name(), field.value()) != null) {
      refuse("pseudo field is repeated");
    }
  }

  private void host(String value) {
    if (host.isPresent() || !FieldRules.isWord(value)) {
      refuse("host is repeated, empty or has a forbidden byte");
    }
    host = Optional.of(value);
  }

  private void refuse(String what) {
    flaw = flaw.or(() -> Optional.of(what));
  }

  private TranslatedRequest result() {
    String method = pseudo.getOrDefault(":method", "");
    String target = target(method);
    String authority = authority();
    long bodyLength = bodyLength();
    if (flaw.isPresent()) {
      return new TranslatedRequest.Flawed(new Flaw(Flaw.Kind.MALFORMED, flaw.get()), contentType);
    }
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
    head.append(authority).append("\r\n").append(lines);
    if (!cookies.isEmpty()) {
      // Clients split the field to compress it better; HTTP/1.1 knows one (RFC 9113 §8.2.3).
      head.append("cookie: ").append(cookies).append("\r\n");
    }
    if (bodyLength == TranslatedRequest.CHUNKED) {
      head.append("transfer-encoding: chunked\r\n");
    }
    return new TranslatedRequest.Sound(
        head.append("\r\n").toString(), method, bodyLength, contentType, logsIn);
  }

  /** CONNECT has neither scheme nor path (RFC 9113 §8.5); the pipeline refuses it by its name. */
  private String target(String method) {
    if (method.isEmpty()) {
      refuse(":method is missing");
    }
    if (method.equals("CONNECT") && !pseudo.containsKey(":path")) {
      return pseudo.getOrDefault(":authority", "");
    }
    if (!SCHEMES.contains(pseudo.getOrDefault(":scheme", ""))) {
      refuse(":scheme is neither http nor https");
    }
    String path = pseudo.getOrDefault(":path", "");
    if (!path.startsWith("/") && !path.equals("*")) {
      refuse(":path is missing or no path");
    }
    return path;
  }

  private String authority() {
    String authority = pseudo.get(":authority");
    if (authority == null && host.isEmpty()) {
      refuse(":authority and host are missing");
    }
    if (authority != null && authority.indexOf('@') >= 0) {
      refuse(":authority names a user");
    }
    if (authority != null && host.isPresent() && !host.get().equalsIgnoreCase(authority)) {
      refuse("host is another than :authority");
    }
    return Objects.requireNonNullElseGet(authority, () -> host.orElse(""));
  }

  private long bodyLength() {
    if (length.isEmpty()) {
      return extent == Extent.WITH_BODY ? TranslatedRequest.CHUNKED : 0;
    }
    String digits = length.get();
    if (digits.isEmpty()
        || digits.length() > MAX_LENGTH_DIGITS
        || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      refuse("content-length is no plain number");
      return 0;
    }
    long bytes = Long.parseLong(digits);
    if (extent == Extent.HEAD_ALONE && bytes > 0) {
      refuse("content-length announces a body that does not come");
    }
    return bytes;
  }
}
