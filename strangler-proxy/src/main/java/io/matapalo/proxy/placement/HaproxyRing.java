package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HAProxy's {@code balance source} with {@code hash-type consistent}: each usable instance has
 * sixteen points on a ring of 32 bits for each unit of its weight, and a client belongs to the
 * nearest point, the lower one if two are as near. Losing an instance moves its own clients only.
 * Immutable.
 *
 * <p>The points of an instance come from its id. HAProxy numbers servers by their lines unless
 * {@code id} says otherwise, so taking away a line renumbers all that follow.
 */
public final class HaproxyRing implements Placement {

  private static final int POINTS_A_UNIT = 16;
  private static final int IDS_APART = 4096;

  private final Roster roster;
  private final AddressForm form;
  private final Map<String, Integer> ids;
  private final long[] points;
  private final Instance[] owners;

  /**
   * The ring over the usable instances of a roster.
   *
   * @param ids by name of the instance; others are numbered in the configured order
   */
  public HaproxyRing(Roster roster, AddressForm form, Map<String, Integer> ids) {
    this.roster = roster;
    this.form = form;
    this.ids = ids;
    List<Point> sorted = pointsOf(roster, ids);
    this.points = sorted.stream().mapToLong(Point::key).toArray();
    this.owners = sorted.stream().map(Point::owner).toArray(Instance[]::new);
  }

  private static List<Point> pointsOf(Roster roster, Map<String, Integer> ids) {
    Set<Integer> taken = new HashSet<>(ids.values());
    List<Point> points = new ArrayList<>();
    int next = 1;
    for (Instance member : roster.members()) {
      Integer given = ids.get(member.name());
      while (given == null && taken.contains(next)) {
        next++;
      }
      int id = given == null ? next : given;
      // A member with a number of its own takes up a line all the same.
      next++;
      Optional<Instance> owner = roster.open(member.name());
      if (owner.isPresent()) {
        for (int i = 0; i < POINTS_A_UNIT * Math.max(1, owner.get().weight()); i++) {
          points.add(new Point(avalanche(id * IDS_APART + i), owner.get()));
        }
      }
    }
    // A stable sort: of equal points the one that was added first comes first, as in HAProxy.
    points.sort(Comparator.comparingLong(Point::key));
    return points;
  }

  /**
   * The full-avalanche hash of a 32-bit number that Bob Jenkins published, spread over the ring by
   * a multiplication. As an unsigned number.
   */
  static long avalanche(int value) {
    int a = value + 0x7ed55d16 + (value << 12);
    a = (a ^ 0xc761c23c) ^ (a >>> 19);
    a = a + 0x165667b1 + (a << 5);
    a = (a + 0xd3a2646c) ^ (a << 9);
    a = a + 0xfd7046c5 + (a << 3);
    a = (a ^ 0xb55a4f09) ^ (a >>> 16);
    return Integer.toUnsignedLong(a * 0xC0000001);
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    if (roster.usable().size() < 2) {
      return roster.usable();
    }
    // HAProxy does not hash for a single server, and the ring of one gives the same.
    Instance first = owners[nearest(avalanche(form.folded(client)))];
    return new Ranking(
        first,
        roster.usable().size(),
        () -> new HaproxyRing(roster.without(first), form, ids).order(client, key));
  }

  private int nearest(long hash) {
    int next = firstAtLeast(hash);
    int after = next == points.length ? 0 : next;
    int before = after == 0 ? points.length - 1 : after - 1;
    int below = (int) (hash - points[before]);
    int above = (int) (points[after] - hash);
    return Integer.compareUnsigned(below, above) <= 0 ? before : after;
  }

  private int firstAtLeast(long hash) {
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points[middle] < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private record Point(long key, Instance owner) {}
}
