package io.matapalo.proxy.config;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an instance is, from {@code http://host[:port][/path]}.
 *
 * @param path without the slash at its end, so that {@code /} is empty
 */
record InstanceUrl(String host, int port, String path) {

  private static final int DEFAULT_PORT = 80;

  /** Complaints are logged, and a password does not belong there. */
  private static final Pattern USER = Pattern.compile("//.*@");

  /** Host as in an authority; underscores, which the class URI refuses, are common in names. */
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%a-z]+])(?::(\\d{1,5}))?");

  /** Segments that two servers read alike: no escape, no empty and no dot segment. */
  private static final Pattern PATH =
      Pattern.compile("((?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,=:@-]+)*)/?");

  static InstanceUrl parse(String key, String text) {
    try {
      URI url = URI.create(text);
      boolean plain =
          "http".equals(url.getScheme())
              && url.getRawAuthority() != null
              && url.getQuery() == null
              && url.getFragment() == null;
      Matcher authority = AUTHORITY.matcher(plain ? url.getRawAuthority() : "");
      Matcher path = PATH.matcher(plain ? url.getRawPath() : "%");
      if (authority.matches() && path.matches()) {
        String host = authority.group(1);
        boolean bracketed = host.startsWith("[");
        return new InstanceUrl(
            bracketed ? host.substring(1, host.length() - 1) : host,
            authority.group(2) == null ? DEFAULT_PORT : Integer.parseInt(authority.group(2)),
            path.group(1));
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(message(key, text), e);
    }
    throw new ConfigException(message(key, text));
  }

  private static String message(String key, String text) {
    return "%s must be http://host:port or http://host:port/path, without user and escapes, was %s"
        .formatted(key, USER.matcher(text).replaceFirst("//***@"));
  }
}
