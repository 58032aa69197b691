package io.matapalo.proxy.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One request as the access log shows it. Immutable.
 *
 * @param way where it was sent; absent if it was not routed
 */
public record AccessEntry(
    long acceptedMillis, long tookMillis, Asked asked, @Nullable Way way, Ended ended) {

  /**
   * What the client wanted.
   *
   * @param client its address
   * @param path without query, which may hold what is secret
   * @param protocol in which the client spoke, such as {@code HTTP/1.1}
   */
  public record Asked(
      String client, String method, String path, String protocol, String requestId) {}

  /**
   * Where it was sent.
   *
   * @param instance the last one that was connected to; empty if none was
   */
  public record Way(String operation, String side, String cluster, String instance) {}

  /**
   * How it ended.
   *
   * @param status of the answer; 0 if there was none, or if it broke off
   * @param bytes of the body of the answer
   */
  public record Ended(int status, long bytes) {}
}
