package io.matapalo.proxy.affinity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Weighted rendezvous hashing (Thaler and Ravishankar, 1998; weights after Schindelhauer and
 * Schomaker, 2005): each client has an order of preference among the instances, and taking one away
 * moves its own clients only. Pure, the same on every proxy.
 */
public final class RendezvousHash {

  private RendezvousHash() {}

  /** The instances in the client's order of preference. */
  public static List<Instance> order(IpAddress client, List<Instance> instances) {
    if (instances.size() < 2) {
      return instances;
    }
    List<Scored> scored = new ArrayList<>(instances.size());
    for (Instance instance : instances) {
      scored.add(new Scored(instance, score(client, instance)));
    }
    scored.sort(
        Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(entry -> entry.instance().name()));
    return scored.stream().map(Scored::instance).toList();
  }

  private static double score(IpAddress client, Instance instance) {
    long hash = mix(mix(client.high() ^ nameHash(instance.name())) ^ client.low());
    // 53 bits, moved off zero: a uniform number in (0, 1), whose logarithm is finite and not zero.
    double uniform = ((hash >>> 11) + 0.5) * 0x1.0p-53;
    return -instance.effectiveWeight() / Math.log(uniform);
  }

  /** FNV-1a over the characters. */
  private static long nameHash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private record Scored(Instance instance, double score) {}
}
