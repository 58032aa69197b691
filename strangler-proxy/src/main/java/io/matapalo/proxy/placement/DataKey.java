package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import java.util.Objects;

/** A datum of a request that identifies its client, as a 128-bit hash. Immutable. */
public record DataKey(long high, long low) implements AffinityKey {

  /**
   * The client is a datum of its request.
   *
   * @param source where the datum stands, so that equal texts in two places differ
   */
  public static DataKey of(String source, String value) {
    Objects.requireNonNull(source, "source");
    long first = Hashes.text(Hashes.text(Hashes.START, source) ^ 1, value);
    return new DataKey(Hashes.mix(first), Hashes.mix(first ^ Hashes.text(~first, value)));
  }
}
