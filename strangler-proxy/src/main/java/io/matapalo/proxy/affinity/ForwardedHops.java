package io.matapalo.proxy.affinity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hops that a request says it has come by, nearest first. A hop that is no address ({@code
 * unknown}, an obfuscated name, broken text) is empty. Pure.
 */
final class ForwardedHops {

  /** More hops are not looked at. */
  static final int MOST = 32;

  private ForwardedHops() {}

  /** From the values of {@code X-Forwarded-For}, in the order received. */
  static List<Optional<IpAddress>> ofForwardedFor(List<String> values) {
    List<Optional<IpAddress>> hops = new ArrayList<>();
    for (int value = values.size() - 1; value >= 0; value--) {
      String[] entries = values.get(value).split(",", -1);
      for (int i = entries.length - 1; i >= 0 && hops.size() < MOST; i--) {
        hops.add(addressIn(entries[i].strip()));
      }
    }
    return hops;
  }

  /** From the values of {@code Forwarded} (RFC 7239 §4), in the order received. */
  static List<Optional<IpAddress>> ofForwarded(List<String> values) {
    List<Optional<IpAddress>> hops = new ArrayList<>();
    for (int value = values.size() - 1; value >= 0; value--) {
      List<String> elements = split(values.get(value), ',');
      for (int i = elements.size() - 1; i >= 0 && hops.size() < MOST; i--) {
        hops.add(forIn(elements.get(i)));
      }
    }
    return hops;
  }

  /** The address in the one {@code for} parameter of an element. */
  private static Optional<IpAddress> forIn(String element) {
    Optional<IpAddress> found = Optional.empty();
    boolean seen = false;
    for (String pair : split(element, ';')) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        continue;
      }
      if (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
        if (seen) {
          // RFC 7239 §4: no parameter stands twice. Two readers could choose two of them.
          return Optional.empty();
        }
        seen = true;
        found = unquoted(pair.substring(equals + 1).strip()).flatMap(ForwardedHops::addressIn);
      }
    }
    return found;
  }

  /** Parts of a text at a separator that stands outside of quoted strings. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The text of a token or quoted string; empty if a quote is open. */
  private static Optional<String> unquoted(String text) {
    if (text.indexOf('"') < 0) {
      return Optional.of(text);
    }
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '"' || (c == '\\' && ++i == text.length() - 1)) {
        return Optional.empty();
      }
      plain.append(text.charAt(i));
    }
    return Optional.of(plain.toString());
  }

  /**
   * An address as such fields have it: bare, {@code a.b.c.d:port}, {@code [v6]} or {@code
   * [v6]:port}. A port may be obfuscated.
   */
  private static Optional<IpAddress> addressIn(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      boolean good = end > 0 && (end == hop.length() - 1 || hop.charAt(end + 1) == ':');
      return good ? IpAddress.parse(hop.substring(1, end)) : Optional.empty();
    }
    int colon = hop.indexOf(':');
    boolean oneColon = colon > 0 && colon == hop.lastIndexOf(':');
    return IpAddress.parse(oneColon ? hop.substring(0, colon) : hop);
  }
}
