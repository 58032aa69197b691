package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.Instance;
import java.util.List;

/** Arithmetic of whole weights. */
final class Weights {

  private Weights() {}

  /** The greatest common divisor of all weights; 1 if all are 0. */
  static int divisor(List<Instance> instances) {
    int divisor = 0;
    for (Instance instance : instances) {
      int weight = instance.weight();
      while (weight != 0) {
        int rest = divisor % weight;
        divisor = weight;
        weight = rest;
      }
    }
    return Math.max(1, divisor);
  }

  /** The weights of open instances in lowest terms; 1 each if all are 0. */
  static int[] reduced(List<Instance> open) {
    return reduced(open, divisor(open));
  }

  /** The weights of open instances, divided; 1 where a weight is 0. */
  static int[] reduced(List<Instance> open, int divisor) {
    return open.stream().mapToInt(it -> Math.max(1, it.weight() / divisor)).toArray();
  }
}
