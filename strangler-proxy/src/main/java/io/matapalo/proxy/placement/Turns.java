package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Round robin by weight: a fixed schedule in which each instance stands as often as its weight
 * says, evenly spread (smooth weighted round robin), and a counter that goes round. Thread-safe.
 */
public final class Turns implements Placement {

  private final AtomicInteger turn;
  private final List<List<Instance>> schedule;

  /**
   * Turns among the open instances of a roster.
   *
   * @param turn goes on when a roster follows another
   */
  public Turns(Roster roster, AtomicInteger turn) {
    this.turn = turn;
    this.schedule = scheduleOf(roster);
  }

  private static List<List<Instance>> scheduleOf(Roster roster) {
    List<Instance> open = roster.open();
    List<List<Instance>> orders = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      List<Instance> order = new ArrayList<>(open);
      Collections.rotate(order, -i);
      order.addAll(roster.closed());
      orders.add(List.copyOf(order));
    }
    int[] weights = Weights.reduced(open);
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    List<List<Instance>> schedule = new ArrayList<>(total);
    int[] credit = new int[weights.length];
    for (int place = 0; place < total; place++) {
      int best = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += weights[i];
        best = credit[i] > credit[best] ? i : best;
      }
      credit[best] -= total;
      schedule.add(orders.get(best));
    }
    return List.copyOf(schedule);
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    return schedule.get(Math.floorMod(turn.getAndIncrement(), schedule.size()));
  }
}
