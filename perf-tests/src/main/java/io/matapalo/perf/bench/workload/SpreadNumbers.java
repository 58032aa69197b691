package io.matapalo.perf.bench.workload;

import java.util.random.RandomGenerator;

/** The numbers of a range in shuffled rounds, each once a round. Confined to the pacer thread. */
final class SpreadNumbers {
  private final int[] order;
  private final RandomGenerator random;
  private int position;

  SpreadNumbers(int from, int to, RandomGenerator random) {
    this.order = new int[to - from + 1];
    this.random = random;
    for (int i = 0; i < order.length; i++) {
      order[i] = from + i;
    }
    shuffle();
  }

  int next() {
    // One order for all rounds: equal numbers stay a whole round apart, also across its end.
    int number = order[position];
    position = (position + 1) % order.length;
    return number;
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }
}
