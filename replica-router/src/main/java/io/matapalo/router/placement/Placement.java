package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;

/** The node of an instance, and the reason. Immutable. */
public record Placement(String instance, Node node, Reason reason) {

  /** The rule that chose the node. */
  public enum Reason {
    /** Setting {@code node} of this instance. */
    OVERRIDE,
    /** Setting {@code plan}, the same for all instances. */
    PLAN,
    /** Rendezvous hashing, by which each node gets its share of the instances. */
    CAPACITY,
    /** Rendezvous hashing alone, because the other instances' names are not known. */
    RENDEZVOUS
  }
}
