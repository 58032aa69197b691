package io.matapalo.fastpath;

import java.util.regex.Pattern;

/**
 * Turnstile's database, and how to log in; for tests. Immutable.
 *
 * @param jdbcUrl of one server
 * @param routedUrl for the fast path: the same, or one with all servers
 */
record TurnstileDatabase(String jdbcUrl, String routedUrl, String user, String password) {

  private static final Pattern PORT = Pattern.compile("(?<=//127\\.0\\.0\\.1:)\\d+");

  static TurnstileDatabase of(String jdbcUrl, String user, String password) {
    return new TurnstileDatabase(jdbcUrl, jdbcUrl, user, password);
  }

  int port() {
    return PORT.matcher(jdbcUrl)
        .results()
        .map(found -> Integer.parseInt(found.group()))
        .findFirst()
        .orElseThrow();
  }

  /** The same server by another port, where a relay to it listens. */
  TurnstileDatabase atPort(int port) {
    return of(PORT.matcher(jdbcUrl).replaceFirst(String.valueOf(port)), user, password);
  }
}
