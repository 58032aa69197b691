package io.matapalo.fastpath.cache.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * Where Redis is, and as whom to log in. Immutable. Its text has neither user nor password.
 *
 * @param url {@code redis://host:port}, or {@code rediss://} for TLS
 * @param user empty: Redis' default user
 * @param password empty: none is sent
 */
public record RedisAddress(String url, Optional<String> user, Optional<String> password) {

  private static final Set<String> SCHEMES = Set.of("redis", "rediss");
  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code redis://host:port} or {@code redis://user:password@host:port}.
   *
   * @throws IllegalArgumentException for anything else; its message hides a password
   */
  public static RedisAddress parse(String text) {
    URI uri = uri(text);
    boolean whole =
        SCHEMES.contains(String.valueOf(uri.getScheme()))
            && uri.getHost() != null
            && uri.getPort() > 0
            && uri.getPort() <= LAST_PORT
            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
            && uri.getQuery() == null
            && uri.getFragment() == null;
    if (!whole) {
      throw unreadable(text);
    }
    String url = uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
    String login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    return new RedisAddress(
        url, filled(user), colon < 0 ? Optional.empty() : filled(login.substring(colon + 1)));
  }

  /** The same with this password, if there is one. */
  public RedisAddress withPassword(Optional<String> other) {
    return new RedisAddress(url, user, other.or(() -> password));
  }

  private static URI uri(String text) {
    try {
      return new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      // Its message quotes the text, which may hold a password.
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "redis-url must be redis://host:port, was " + text.replaceAll("//.*@", "//...@"));
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  @Override
  public String toString() {
    return url;
  }
}
