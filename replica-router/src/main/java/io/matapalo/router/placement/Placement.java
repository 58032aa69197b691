package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;

/** Where an instance is put, and why. Immutable. */
public record Placement(String instance, Node node, Reason reason) {

  /** What decided. */
  public enum Reason {
    /** Setting {@code node} of this instance. */
    OVERRIDE,
    /** Setting {@code plan}, the same for all instances. */
    PLAN,
    /** Rendezvous hashing, every node getting its share of the instances. */
    CAPACITY,
    /** Rendezvous hashing alone: the names of the other instances are not known. */
    RENDEZVOUS
  }
}
