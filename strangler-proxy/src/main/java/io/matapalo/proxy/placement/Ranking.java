package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.Instance;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a request tries instances. Nearly every request needs the first one only, so
 * the others are put in order when somebody asks for one. Thread-safe, because two threads that put
 * the others in order get equal lists.
 */
public final class Ranking extends AbstractList<Instance> implements RandomAccess {

  private final Instance first;
  private final int size;
  private final Supplier<List<Instance>> rest;
  private @Nullable List<Instance> others;

  /**
   * An order.
   *
   * @param rest gives the others, always in the same order
   */
  Ranking(Instance first, int size, Supplier<List<Instance>> rest) {
    this.first = first;
    this.size = size;
    this.rest = rest;
  }

  /** One instance of an order before all others. */
  public static List<Instance> startingAt(Instance home, List<Instance> order) {
    if (order.getFirst().equals(home)) {
      return order;
    }
    return new Ranking(
        home,
        order.size(),
        () -> {
          List<Instance> others = new ArrayList<>(order);
          others.remove(home);
          return others;
        });
  }

  @Override
  public Instance get(int index) {
    if (index == 0) {
      return first;
    }
    List<Instance> sorted = others;
    if (sorted == null) {
      sorted = List.copyOf(rest.get());
      others = sorted;
    }
    return sorted.get(index - 1);
  }

  @Override
  public int size() {
    return size;
  }
}
