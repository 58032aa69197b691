package io.matapalo.migration;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where the schema lies and who may change it. Immutable. The password, and whatever the URL
 * carries behind its question mark, never appear in {@link #toString()}.
 *
 * @param url a JDBC URL whose hosts carry no user and no password
 * @param user the database user
 * @param password its password; may be empty
 * @param connectTimeout how long the server may take to accept and greet; positive
 */
public record DatabaseAddress(String url, String user, String password, Duration connectTimeout) {

  private static final Pattern CREDENTIALS = Pattern.compile("(?i)@|\\(.*(user|password)");

  /** Refuses what cannot be connected to. */
  public DatabaseAddress {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "the URL must start with jdbc:, was " + withoutQuery(url).replaceFirst(".*@", "…@"));
    }
    if (CREDENTIALS.matcher(withoutQuery(url)).find()) {
      throw new IllegalArgumentException(
          "the URL must not carry a user or a password before its question mark; hand them over by"
              + " themselves");
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(
          "the time to connect must be positive, was " + connectTimeout.toSeconds() + " s");
    }
  }

  /** The URL up to its question mark, since properties behind it may hold secrets. */
  public String shortUrl() {
    return withoutQuery(url);
  }

  private static String withoutQuery(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }

  @Override
  public String toString() {
    return "DatabaseAddress[" + shortUrl() + ", user=" + user + "]";
  }
}
