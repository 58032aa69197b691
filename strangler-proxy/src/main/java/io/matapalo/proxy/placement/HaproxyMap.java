package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.Arrays;
import java.util.List;

/**
 * HAProxy's {@code balance source} with its default, {@code hash-type map-based}: the address as a
 * number, modulo the sum of the weights, is a place in a map of the usable instances. Losing or
 * adding an instance moves most clients. Immutable.
 *
 * <p>The map: as often as there are places, each instance gains its weight, the first of those who
 * have gained most, in whole sums of weights, takes the place and pays the sum. All weights are
 * divided by their greatest common divisor first; unusable members count in that divisor.
 */
public final class HaproxyMap implements Placement {

  private final Roster roster;
  private final AddressForm form;
  private final Instance[] map;

  /** The map over the usable instances of a roster. */
  public HaproxyMap(Roster roster, AddressForm form) {
    this.roster = roster;
    this.form = form;
    this.map = mapOf(roster);
  }

  private static Instance[] mapOf(Roster roster) {
    Instance[] open = roster.open().toArray(Instance[]::new);
    int[] weights = Weights.reduced(roster.open(), Weights.divisor(roster.members()));
    int total = Arrays.stream(weights).sum();
    Instance[] map = new Instance[total];
    int[] gained = new int[open.length];
    for (int place = 0; place < total; place++) {
      int best = -1;
      int most = -1;
      for (int i = 0; i < open.length; i++) {
        gained[i] += weights[i];
        int sums = (gained[i] + total) / total;
        if (sums > most) {
          most = sums;
          best = i;
        }
      }
      map[place] = open[best];
      gained[best] -= total;
    }
    return map;
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    if (roster.usable().size() < 2) {
      return roster.usable();
    }
    Instance first = map[Integer.remainderUnsigned(form.folded(client), map.length)];
    return new Ranking(
        first,
        roster.usable().size(),
        () -> new HaproxyMap(roster.without(first), form).order(client, key));
  }
}
