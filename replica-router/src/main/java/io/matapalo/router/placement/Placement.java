package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;

/** Where an instance is put, and why. Immutable. */
public record Placement(String instance, Node node, Reason reason) {

  /** What decided. */
  public enum Reason {
    OVERRIDE,
    RENDEZVOUS
  }
}
