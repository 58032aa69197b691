package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code ip_hash} of nginx, so that replacing nginx moves no client. An address is hashed by
 * its first three octets, an IPv6 address by all sixteen. The hash, modulo the sum of all weights,
 * falls on a member. If that one is not usable, the hash goes on over the same octets. nginx gives
 * up after twenty-one attempts and takes turns; here the configured order decides then, so that a
 * client still sticks. Immutable.
 *
 * <p>Members that are not usable keep their place in the sum. A member that is taken off the list
 * moves most clients.
 */
public final class NginxIpHash implements Placement {

  private static final int START = 89;
  private static final int FACTOR = 113;
  private static final int MODULUS = 6271;
  private static final int ATTEMPTS = 21;

  private final Roster roster;
  private final AddressForm form;
  private final int[] weights;
  private final List<Optional<Instance>> open;
  private final int totalWeight;

  /** The hash over all members of a roster. */
  public NginxIpHash(Roster roster, AddressForm form) {
    this.roster = roster;
    this.form = form;
    this.weights = roster.members().stream().mapToInt(Instance::weight).toArray();
    this.open = roster.members().stream().map(member -> roster.open(member.name())).toList();
    this.totalWeight = Math.max(1, Arrays.stream(weights).sum());
  }

  @Override
  public List<Instance> order(IpAddress client, AffinityKey key) {
    if (roster.usable().size() < 2) {
      return roster.usable();
    }
    int hash = START;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      hash = hashOn(hash, client);
      Optional<Instance> found = open.get(memberAt(hash));
      if (found.isPresent()) {
        Instance first = found.get();
        int next = hash;
        int left = ATTEMPTS - 1 - attempt;
        return new Ranking(first, roster.usable().size(), () -> rest(first, client, next, left));
      }
    }
    return roster.usable();
  }

  private List<Instance> rest(Instance first, IpAddress client, int hash, int attempts) {
    Set<Instance> order = new LinkedHashSet<>();
    int value = hash;
    for (int attempt = 0; attempt < attempts; attempt++) {
      value = hashOn(value, client);
      open.get(memberAt(value)).ifPresent(order::add);
    }
    order.addAll(roster.open());
    order.addAll(roster.closed());
    order.remove(first);
    return new ArrayList<>(order);
  }

  private int hashOn(int start, IpAddress client) {
    int hash = start;
    if (form.seesV4(client)) {
      for (int shift = 24; shift > 0; shift -= 8) {
        hash = (hash * FACTOR + (int) (client.low() >>> shift & 0xFF)) % MODULUS;
      }
      return hash;
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      hash = (hash * FACTOR + (int) (client.high() >>> shift & 0xFF)) % MODULUS;
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      hash = (hash * FACTOR + (int) (client.low() >>> shift & 0xFF)) % MODULUS;
    }
    return hash;
  }

  private int memberAt(int hash) {
    int left = hash % totalWeight;
    int index = 0;
    while (index < weights.length - 1 && left >= weights[index]) {
      left -= weights[index];
      index++;
    }
    return index;
  }
}
