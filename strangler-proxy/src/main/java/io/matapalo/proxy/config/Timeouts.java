package io.matapalo.proxy.config;

import java.time.Duration;

/**
 * How long the proxy waits for clients.
 *
 * @param head from the first byte of a request to the end of its head, default 10s
 * @param bodyIdle longest silence within a request body, default 15s; then 408
 * @param keepAlive how long a connection may wait for its next request, default 60s
 * @param drain at stop: how long requests in flight may take to end, default 20s
 * @param linger how long the rest of a refused request is read over before its connection is
 *     closed, default 2s: closing at once could destroy the answer on its way
 * @param cutoverPoll how often the cut-over file is looked at, default 250ms
 * @param tunnelIdle longest silence of a connection that has changed its protocol, default 5m
 * @param warmUp how long a process may run its own requests before it listens, default 10s; 0 for
 *     none
 */
public record Timeouts(
    Duration head,
    Duration bodyIdle,
    Duration keepAlive,
    Duration drain,
    Duration linger,
    Duration cutoverPoll,
    Duration tunnelIdle,
    Duration warmUp) {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** All defaults. */
  public static Timeouts defaults() {
    return new Timeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        Duration.ofSeconds(2),
        Duration.ofMillis(250),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10));
  }

  static Timeouts from(Section section) {
    Timeouts standard = defaults();
    return new Timeouts(
        section.duration("head", SHORTEST, LONGEST, standard.head),
        section.duration("body-idle", SHORTEST, LONGEST, standard.bodyIdle),
        section.duration("keep-alive", SHORTEST, LONGEST, standard.keepAlive),
        section.duration("drain", Duration.ZERO, LONGEST, standard.drain),
        section.duration("linger", SHORTEST, LONGEST, standard.linger),
        section.duration(
            "cutover-poll", Duration.ofMillis(10), Duration.ofMillis(900), standard.cutoverPoll),
        section.duration("tunnel-idle", SHORTEST, Duration.ofDays(1), standard.tunnelIdle),
        section.duration("warm-up", Duration.ZERO, LONGEST, standard.warmUp));
  }
}
