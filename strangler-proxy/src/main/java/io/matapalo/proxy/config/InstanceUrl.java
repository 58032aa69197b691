package io.matapalo.proxy.config;

import java.net.URI;
import java.util.regex.Pattern;

/** Host and port of an instance, from {@code http://host[:port]}. */
record InstanceUrl(String host, int port) {

  private static final int DEFAULT_PORT = 80;

  /** Complaints are logged, and a password does not belong there. */
  private static final Pattern USER = Pattern.compile("//.*@");

  static InstanceUrl parse(String key, String text) {
    try {
      URI url = URI.create(text);
      boolean plain =
          "http".equals(url.getScheme())
              && url.getHost() != null
              && url.getUserInfo() == null
              && (url.getPath().isEmpty() || url.getPath().equals("/"))
              && url.getQuery() == null
              && url.getFragment() == null;
      if (plain) {
        String host = url.getHost();
        boolean bracketed = host.startsWith("[");
        return new InstanceUrl(
            bracketed ? host.substring(1, host.length() - 1) : host,
            url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(message(key, text), e);
    }
    throw new ConfigException(message(key, text));
  }

  private static String message(String key, String text) {
    return "%s must be http://host:port without user and path, was %s"
        .formatted(key, USER.matcher(text).replaceFirst("//***@"));
  }
}
