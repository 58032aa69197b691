package io.matapalo.router.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms in which the drivers let a URL name a host: {@code host:port}, {@code
 * (host=h,port=3306)}, {@code address=(host=h)(port=3306)}, IPv6 addresses in brackets, lists in
 * brackets. Sources: the manuals of Connector/J, "Connection URL Syntax", and of MariaDB
 * Connector/J, "Connection strings". What such a form says beyond host and port is refused, because
 * a node differs from another by its address alone. Pure.
 */
final class HostForm {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

  private static final Pattern KEY_VALUES =
      Pattern.compile("(?i)\\((?<commas>[^()]*)\\)|address=(?<groups>(\\([^()]*\\))+)");

  private HostForm() {}

  /** The hosts as they are written: a comma between brackets or parentheses parts none. */
  static List<String> split(String authority) {
    List<String> hosts = new ArrayList<>();
    int from = 0;
    for (int end = outside(authority, ',', from); end >= 0; end = outside(authority, ',', from)) {
      addTo(hosts, authority.substring(from, end).strip());
      from = end + 1;
    }
    addTo(hosts, authority.substring(from).strip());
    return hosts;
  }

  /** Where {@code wanted} stands outside of brackets and parentheses, from a place on; or -1. */
  static int outside(String text, char wanted, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == wanted && depth == 0) {
        return i;
      }
      if (one == '(' || one == '[') {
        depth++;
      } else if (one == ')' || one == ']') {
        depth--;
      }
    }
    return -1;
  }

  /** {@code [h1,h2]} and {@code user@[h1,h2]} name several. */
  private static void addTo(List<String> hosts, String written) {
    int open = written.indexOf('[');
    if (open >= 0 && written.endsWith("]") && written.indexOf(',') > open) {
      String before = written.substring(0, open);
      for (String one : split(written.substring(open + 1, written.length() - 1))) {
        hosts.add(before + one);
      }
    } else {
      hosts.add(written);
    }
  }

  /**
   * {@code host:port} of any form.
   *
   * @throws IllegalArgumentException with what to write instead; it shows no credentials
   */
  static String plain(String written) {
    if (written.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "a node's host must not carry a user or a password; hand them over beside the URL, or as"
              + " user=…&password=… behind the question mark");
    }
    Matcher keyValues = KEY_VALUES.matcher(written);
    if (keyValues.matches()) {
      return ofKeys(keyValues);
    }
    if (!PLAIN.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "a node must be host:port, (host=h,port=3306) or address=(host=h)(port=3306), an IPv6"
              + " address in brackets; was '"
              + (written.indexOf('=') < 0 ? written : "…")
              + "'");
    }
    return written;
  }

  private static String ofKeys(Matcher form) {
    String pairs =
        form.group("commas") != null
            ? form.group("commas")
            : form.group("groups").replaceAll("\\)\\(", ",").replaceAll("[()]", "");
    Map<String, String> keys = new TreeMap<>();
    for (String pair : pairs.split(",", -1)) {
      int equals = pair.indexOf('=');
      String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
      keys.put(key.toLowerCase(Locale.ROOT), equals < 0 ? "" : pair.substring(equals + 1).strip());
    }
    String host = keys.remove("host");
    String port = keys.remove("port");
    if (host == null || !keys.isEmpty()) {
      throw new IllegalArgumentException(
          "a node has a host and may have a port; found "
              + (host == null ? "no host" : keys.keySet())
              + ". What holds for all nodes stands behind the question mark");
    }
    boolean isBareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
    String address = isBareIpv6 ? "[" + host + "]" : host;
    return plain(port == null ? address : address + ":" + port);
  }
}
