package io.matapalo.proxy.affinity;

/**
 * What identifies a client, as 128 bits: its address, or a datum of its request. Implementations
 * are immutable and have the equality of records.
 */
public interface AffinityKey {

  /** The first 64 bits. */
  long high();

  /** The last 64 bits. */
  long low();
}
