package io.matapalo.proxy.rewriting;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address at which clients see the proxy's {@code /}. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and, if it is not the scheme's usual one, port
 * @param path raw; empty, or begins with a slash and ends without one
 */
public record PublicUrl(String scheme, String authority, String path) {

  /** Plain characters only, so that the text stands in XML and in fields as it is. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(https?)://((?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?)"
              + "((?:/(?!\\.{1,2}(?:/|$))[a-z0-9._~-]+)*)/?");

  /**
   * Reads {@code https://host[:port][/path]}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static PublicUrl parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be http(s)://host:port or http(s)://host:port/path, without user, escapes and"
              + " query, was "
              + text.replaceFirst("//.*@", "//***@"));
    }
    return new PublicUrl(
        matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2), matcher.group(3));
  }

  /** Scheme and authority. */
  String site() {
    return scheme + "://" + authority;
  }

  /** The host alone, in lower case, an IPv6 address without brackets. */
  String host() {
    return Authority.parse(authority).map(Authority::host).orElse("");
  }

  @Override
  public String toString() {
    return site() + path;
  }
}
