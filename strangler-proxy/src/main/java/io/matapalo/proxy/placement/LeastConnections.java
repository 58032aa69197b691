package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instance with the fewest requests in flight for its weight. Equals take turns, so that an
 * idle cluster does not send every request to its first instance. Thread-safe.
 */
public final class LeastConnections implements Placement {

  private final Roster roster;
  private final Instance[] open;
  private final AtomicInteger[] counts;
  private final AtomicInteger turn;

  /**
   * The choice among the open instances of a roster.
   *
   * @param turn goes on when a roster follows another
   */
  public LeastConnections(Roster roster, InFlight inFlight, AtomicInteger turn) {
    this.roster = roster;
    this.open = roster.open().toArray(Instance[]::new);
    this.counts = new AtomicInteger[open.length];
    for (int i = 0; i < open.length; i++) {
      counts[i] = inFlight.at(open[i].name());
    }
    this.turn = turn;
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    if (roster.usable().size() < 2) {
      return roster.usable();
    }
    int start = Math.floorMod(turn.getAndIncrement(), open.length);
    int best = start;
    double least = load(start);
    for (int step = 1; step < open.length; step++) {
      int i = (start + step) % open.length;
      double load = load(i);
      if (load < least) {
        best = i;
        least = load;
      }
    }
    int first = best;
    return new Ranking(open[first], roster.usable().size(), () -> rest(first));
  }

  /** With the request that is being placed, so that a weight counts on an idle instance too. */
  private double load(int index) {
    return (counts[index].get() + 1) / roster.share(index);
  }

  private List<Instance> rest(int first) {
    List<Instance> rest = new ArrayList<>();
    for (int step = 1; step < open.length; step++) {
      rest.add(open[(first + step) % open.length]);
    }
    rest.addAll(roster.closed());
    return rest;
  }
}
