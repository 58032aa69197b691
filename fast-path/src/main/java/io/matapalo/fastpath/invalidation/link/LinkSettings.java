package io.matapalo.fastpath.invalidation.link;

import java.time.Duration;

/**
 * How a server is asked for its log. Immutable. Its text has no password.
 *
 * @param user who needs the right REPLICATION SLAVE
 * @param tls default {@link Tls#DISABLED}
 * @param connectTimeout how long it may take until the log comes; default 3 s; longer where the
 *     server is far
 * @param heartbeat how often a server without news says that it is there; default 1 s
 * @param readTimeout how long nothing at all may come before the link counts as cut; default 5 s;
 *     at least twice the heartbeat
 */
public record LinkSettings(
    String user,
    String password,
    Tls tls,
    Duration connectTimeout,
    Duration heartbeat,
    Duration readTimeout) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  /** Whether the link is encrypted. */
  public enum Tls {
    /** It is not. */
    DISABLED,
    /** It is; whose certificate it is does not matter. */
    REQUIRED,
    /** It is, and the certificate is of the host and of an issuer that the JVM trusts. */
    VERIFY
  }

  public LinkSettings {
    if (connectTimeout.toMillis() < 1 || heartbeat.toMillis() < 1) {
      throw new IllegalArgumentException(
          "connect-timeout and heartbeat are at least 1 ms, were %s and %s"
              .formatted(connectTimeout, heartbeat));
    }
    if (readTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "read-timeout is at least twice the heartbeat of %s, was %s; else a quiet server counts as dead"
              .formatted(heartbeat, readTimeout));
    }
  }

  /** With the defaults. */
  public static LinkSettings of(String user, String password) {
    return new LinkSettings(user, password, Tls.DISABLED, CONNECT_TIMEOUT, HEARTBEAT, READ_TIMEOUT);
  }

  public LinkSettings withTls(Tls other) {
    return new LinkSettings(user, password, other, connectTimeout, heartbeat, readTimeout);
  }

  /** With other times than the defaults. */
  public LinkSettings withTimes(Duration connect, Duration beat, Duration read) {
    return new LinkSettings(user, password, tls, connect, beat, read);
  }

  @Override
  public String toString() {
    return "user=" + user + " tls=" + tls;
  }
}
