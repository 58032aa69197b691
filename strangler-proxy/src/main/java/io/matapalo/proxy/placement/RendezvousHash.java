package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Weighted rendezvous hashing (Thaler and Ravishankar, 1998; weights after Schindelhauer and
 * Schomaker, 2005): each client has an order of preference among the instances, and taking one away
 * moves its own clients only. The same on every proxy. Thread-safe.
 *
 * <p>An instance's score is {@code -weight / ln(u)}, where {@code u} is a uniform number that is
 * hashed of client and name. Where all weights are equal, the order of {@code u} is the order of
 * the scores, and no logarithm is taken. The latest clients are remembered, so that a client's next
 * request costs no hash.
 */
public final class RendezvousHash implements Placement {

  /** More clients than that share the places of the table. */
  private static final int KEPT = 4_096;

  private final Roster roster;
  private final Instance[] open;
  private final long[] names;
  private final double[] inverseShares;
  private final double tolerance;
  private final boolean equalWeights;

  /** The orders of the latest clients, each at the place that its key names. */
  private final AtomicReferenceArray<Placed> latest;

  private record Placed(AffinityKey key, List<Instance> order) {}

  /** The hash over the open instances of a roster. */
  public RendezvousHash(Roster roster) {
    this(roster, KEPT);
  }

  private RendezvousHash(Roster roster, int kept) {
    this.latest = new AtomicReferenceArray<>(kept);
    this.roster = roster;
    this.open = roster.open().toArray(Instance[]::new);
    this.names = new long[open.length];
    this.inverseShares = new double[open.length];
    boolean equal = true;
    double largest = 0;
    for (int i = 0; i < open.length; i++) {
      names[i] = Hashes.text(Hashes.START, open[i].name());
      inverseShares[i] = 1 / roster.share(i);
      largest = Math.max(largest, inverseShares[i]);
      equal &= roster.share(i) == roster.share(0);
    }
    this.tolerance = 2 * LogTable.ERROR * largest;
    this.equalWeights = equal;
  }

  /** The instances in the order of preference of a client that is known by its address. */
  public static List<Instance> order(IpAddress client, List<Instance> instances) {
    return new RendezvousHash(Roster.of(instances, instances), 1).order(client, client);
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    if (roster.usable().size() < 2) {
      return roster.usable();
    }
    long spread = (key.high() ^ key.low()) * Hashes.GOLDEN;
    int place = (int) (spread >>> 52) & (latest.length() - 1);
    Placed known = latest.getAcquire(place);
    if (known != null && known.key.equals(key)) {
      return known.order;
    }
    List<Instance> order = computed(key);
    latest.setRelease(place, new Placed(key, order));
    return order;
  }

  private List<Instance> computed(AffinityKey key) {
    int first = equalWeights ? highestHash(key) : highestScore(key);
    return new Ranking(open[first], roster.usable().size(), () -> rest(first, key));
  }

  private int highestHash(AffinityKey key) {
    int best = 0;
    long highest = -1;
    for (int i = 0; i < open.length; i++) {
      long hash = hash(key, names[i]);
      boolean tied = hash == highest;
      if (hash > highest || (tied && open[i].name().compareTo(open[best].name()) < 0)) {
        best = i;
        highest = hash;
      }
    }
    return best;
  }

  /** By logarithms from a table; by exact ones if the two best are too near to tell. */
  int highestScore(AffinityKey key) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    double second = Double.POSITIVE_INFINITY;
    for (int i = 0; i < open.length; i++) {
      double cost = -LogTable.ln(uniform(key, i)) * inverseShares[i];
      if (cost < least) {
        second = least;
        least = cost;
        best = i;
      } else if (cost < second) {
        second = cost;
      }
    }
    return second - least > tolerance ? best : exactHighestScore(key);
  }

  int exactHighestScore(AffinityKey key) {
    int best = 0;
    double highest = -1;
    for (int i = 0; i < open.length; i++) {
      double score = score(key, i);
      boolean tied = score == highest;
      if (score > highest || (tied && open[i].name().compareTo(open[best].name()) < 0)) {
        best = i;
        highest = score;
      }
    }
    return best;
  }

  private List<Instance> rest(int first, AffinityKey key) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < open.length; i++) {
      if (i != first) {
        scored.add(new Scored(open[i], score(key, i)));
      }
    }
    scored.sort(
        Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(entry -> entry.instance().name()));
    List<Instance> rest = new ArrayList<>(scored.stream().map(Scored::instance).toList());
    rest.addAll(roster.closed());
    return rest;
  }

  private double score(AffinityKey key, int index) {
    return -roster.share(index) / Math.log(uniform(key, index));
  }

  /** 53 bits, moved off zero: a number in (0, 1), whose logarithm is finite and not zero. */
  private double uniform(AffinityKey key, int index) {
    return (hash(key, names[index]) + 0.5) * 0x1.0p-53;
  }

  private static long hash(AffinityKey key, long name) {
    return Hashes.mix(Hashes.mix(key.high() ^ name) ^ key.low()) >>> 11;
  }

  private record Scored(Instance instance, double score) {}
}
