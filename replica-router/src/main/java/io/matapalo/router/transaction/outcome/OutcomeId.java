package io.matapalo.router.transaction.outcome;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The name of one attempt of a unit of work, and the key of its outcome row: a UUID of version 7
 * (RFC 9562), whose time tells whether its row may have been purged. Immutable.
 */
public record OutcomeId(UUID value) implements Serializable {

  private static final int VERSION = 7;
  private static final int VARIANT = 2;

  public OutcomeId {
    if (value.version() != VERSION || value.variant() != VARIANT) {
      throw new IllegalArgumentException("an outcome id is a UUID of version 7, was " + value);
    }
  }

  /** One that no other attempt has. */
  public static OutcomeId next(Instant now, RandomGenerator chance) {
    long high = now.toEpochMilli() << 16 | 0x7000L | (chance.nextLong() & 0xfffL);
    long low = 0x8000000000000000L | (chance.nextLong() >>> 2);
    return new OutcomeId(new UUID(high, low));
  }

  /**
   * What {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is no outcome id
   */
  public static OutcomeId parse(String text) {
    return new OutcomeId(UUID.fromString(text));
  }

  /** When it was made, by the clock of the instance that made it. */
  public Instant madeAt() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  /** The 16 bytes of the table's column. */
  public byte[] toArray() {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  /** As the row's column has it. */
  public static OutcomeId stored(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new OutcomeId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
