package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import java.util.List;

/**
 * The instances of one request in its client's order, each tried once. After the last comes the
 * first, so that a round may begin anywhere. Confined to one I/O thread.
 */
final class Round {

  private final List<Instance> instances;
  private int first;
  private int present;

  Round(List<Instance> instances) {
    this.instances = instances;
  }

  /** The instance that is tried. */
  Instance instance() {
    return instances.get(present);
  }

  /** Whether every other one was tried before. */
  boolean isAtLast() {
    return following() == first;
  }

  /** Goes on to the next one. False if all were tried. */
  boolean goOn() {
    boolean hasNext = !isAtLast();
    present = following();
    return hasNext;
  }

  /** Begins a new round with the next one. */
  void beginAtNext() {
    present = following();
    first = present;
  }

  /** Begins a round with the instance of this name. */
  void beginAt(Instance instance) {
    while (!instance().name().equals(instance.name())) {
      present = following();
    }
    first = present;
  }

  private int following() {
    return (present + 1) % instances.size();
  }
}
