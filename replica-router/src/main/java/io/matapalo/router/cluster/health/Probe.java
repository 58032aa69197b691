package io.matapalo.router.cluster.health;

/** Probes one node over a connection of its own, which the probe opens as needed. */
public interface Probe extends AutoCloseable {

  /** Asks the node for its health and blocks; a failure is a result too. Called by one thread. */
  ProbeResult run();

  /** Ends a probe that hangs, as far as the driver can; may block. Called by any thread. */
  void breakOff();

  /** Closes the connection; may block. */
  @Override
  void close();
}
