package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The instances of a cluster at one moment. <i>Usable</i> ones may be sent requests. <i>Open</i>
 * ones take new clients: usable with a weight above 0. If no usable instance has one, all usable
 * instances are open with the same weight, because an answer is better than none. Immutable.
 */
public final class Roster {

  private final List<Instance> members;
  private final List<Instance> usable;
  private final List<Instance> open;
  private final double[] shares;
  private final Map<String, Instance> usableByName = new HashMap<>();

  private Roster(List<Instance> members, List<Instance> usable) {
    this.members = List.copyOf(members);
    this.usable = List.copyOf(usable);
    List<Instance> weighty = usable.stream().filter(it -> it.weight() > 0).toList();
    this.open = weighty.isEmpty() ? this.usable : weighty;
    this.shares = new double[open.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weighty.isEmpty() ? 1 : open.get(i).effectiveWeight();
    }
    usable.forEach(instance -> usableByName.put(instance.name(), instance));
  }

  /**
   * A roster in which each instance has the part of its weight that counts at the moment.
   *
   * @param members all instances in the configured order; some modes count the unusable ones too
   * @param usable those that may be sent requests, in the same order
   */
  public static Roster of(List<Instance> members, List<Instance> usable) {
    return new Roster(members, usable);
  }

  /** The same without one usable instance; it stays a member. */
  Roster without(Instance instance) {
    List<Instance> rest = new ArrayList<>(usable);
    rest.remove(instance);
    return new Roster(members, rest);
  }

  /** Whether this roster was made of these lists. */
  public boolean isOf(List<Instance> otherMembers, List<Instance> otherUsable) {
    return isSame(members, otherMembers) && isSame(usable, otherUsable);
  }

  /** Nearly always the same object, so that no list has to be read. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(List<Instance> one, List<Instance> other) {
    return one == other || one.equals(other);
  }

  /** All instances, in the configured order. */
  public List<Instance> members() {
    return members;
  }

  /** Those that may be sent requests. */
  public List<Instance> usable() {
    return usable;
  }

  /** Those that take new clients. */
  public List<Instance> open() {
    return open;
  }

  /** The open instance of that name. */
  Optional<Instance> open(String name) {
    return open.stream().filter(instance -> instance.name().equals(name)).findFirst();
  }

  /** The usable instances that keep their sessions, but take no new client. */
  List<Instance> closed() {
    return usable.stream().filter(instance -> !open.contains(instance)).toList();
  }

  /** The weight of an open instance, by its place among them. */
  public double share(int openIndex) {
    return shares[openIndex];
  }

  /** The usable instance of that name. */
  public Optional<Instance> usable(String name) {
    return Optional.ofNullable(usableByName.get(name));
  }
}
