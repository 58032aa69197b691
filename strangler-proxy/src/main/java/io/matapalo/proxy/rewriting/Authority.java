package io.matapalo.proxy.rewriting;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of an address (RFC 3986 §3.2), without a user. Immutable.
 *
 * @param host in lower case, an IPv6 address without brackets
 * @param port {@value #USUAL} for the usual one of the scheme
 */
record Authority(String host, int port) {

  static final int USUAL = 0;

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%a-z]+])(?::(\\d{0,5}))?");

  static Optional<Authority> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String port = matcher.group(2);
    return Optional.of(
        of(matcher.group(1), port == null || port.isEmpty() ? USUAL : Integer.parseInt(port)));
  }

  static Authority of(String host, int port) {
    boolean bracketed = host.startsWith("[");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Authority(bare.toLowerCase(Locale.ROOT), port);
  }

  /** Whether both name one place in addresses of this scheme. */
  boolean isSame(Authority other, String scheme) {
    return host.equals(other.host) && portIn(scheme) == other.portIn(scheme);
  }

  private int portIn(String scheme) {
    if (port != USUAL) {
      return port;
    }
    return scheme.equals("https") ? 443 : 80;
  }
}
