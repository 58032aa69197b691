package io.matapalo.proxy.stickiness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds values in cookie fields (RFC 6265 §4.2), queries and path parameters. Pure. */
public final class Cookies {

  private Cookies() {}

  /** What a cookie's value is known by, wherever in a request or answer it stands. */
  static String label(String name) {
    return "cookie " + name;
  }

  /** The values of a cookie; several if it was set for several paths. */
  static List<String> in(RequestData request, String name) {
    List<String> values = new ArrayList<>();
    for (String field : request.field("Cookie")) {
      for (String pair : field.split(";", -1)) {
        valueOf(pair, name).ifPresent(values::add);
      }
    }
    return values;
  }

  /**
   * The ids of a session: the cookie's values, and the path parameter that servers write where a
   * client takes no cookies, as in {@code /shop;jsessionid=1A}.
   */
  static List<String> sessionIds(RequestData request, String name) {
    List<String> ids = in(request, name);
    int semicolon = request.path().indexOf(';');
    if (semicolon >= 0) {
      String parameters = request.path().substring(semicolon + 1).replace('/', ';');
      pair(parameters, ";", name.toLowerCase(Locale.ROOT)).ifPresent(ids::add);
    }
    return ids;
  }

  /** A cookie field without the cookies of these names; empty if no other is left. */
  public static String without(String field, Set<String> names) {
    if (names.stream().noneMatch(field::contains)) {
      return field;
    }
    List<String> kept = new ArrayList<>();
    for (String pair : field.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0 || !names.contains(pair.substring(0, equals).strip())) {
        kept.add(pair);
      }
    }
    return String.join(";", kept).strip();
  }

  /** The value that an answer gives a cookie. */
  static Optional<String> set(String setCookie, String name) {
    int end = setCookie.indexOf(';');
    return valueOf(end < 0 ? setCookie : setCookie.substring(0, end), name);
  }

  /** The first non-empty value of a name among pairs. */
  static Optional<String> pair(String text, String separator, String name) {
    for (String pair : text.split(separator, -1)) {
      Optional<String> value = valueOf(pair, name);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> valueOf(String pair, String name) {
    int equals = pair.indexOf('=');
    if (equals < 0 || !pair.substring(0, equals).strip().equals(name)) {
      return Optional.empty();
    }
    String value = pair.substring(equals + 1).strip();
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    String bare = quoted ? value.substring(1, value.length() - 1) : value;
    return bare.isEmpty() ? Optional.empty() : Optional.of(bare);
  }
}
