package io.matapalo.router.cluster.health;

/** Asks one node how it is, over a connection of its own, which it opens as needed. */
public interface Inquiry extends AutoCloseable {

  /** Blocks; what goes wrong is part of the look. Called by one thread. */
  Look look();

  /** Ends a look that hangs, as far as the driver can; may block. Called by any thread. */
  void breakOff();

  /** Closes the connection; may block. */
  @Override
  void close();
}
