package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import java.time.Duration;
import java.util.Optional;

/**
 * How far the log was read. Immutable.
 *
 * @param connected whether a server is sending it
 * @param told all that targets were told; empty before the first connection
 * @param behind the age of what the database held and the log has told; empty where that is not
 *     known
 * @param events that were read
 * @param transactions that were told
 * @param alarms how often all was dropped, or a rule did not fit its table any more
 * @param cuts how often a connection ended
 */
public record LogProgress(
    boolean connected,
    Optional<Position> told,
    Optional<Duration> behind,
    long events,
    long transactions,
    long alarms,
    long cuts) {}
