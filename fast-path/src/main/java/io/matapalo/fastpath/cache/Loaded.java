package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.cache.position.Position;
import java.util.Optional;

/**
 * What was read from the database. Immutable.
 *
 * @param value empty: there is no such row
 * @param stamp a position that the read has shown; empty when it is not known, and then nothing is
 *     kept
 */
public record Loaded<V>(Optional<V> value, Optional<Position> stamp) {}
