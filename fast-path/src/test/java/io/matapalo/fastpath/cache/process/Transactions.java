package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.position.Position;
import java.util.Set;
import java.util.TreeSet;

/** A position that names its transactions one by one. Immutable. */
record Transactions(Set<Integer> numbers) implements Position {

  static Transactions of(Integer... numbers) {
    return new Transactions(Set.of(numbers));
  }

  @Override
  public boolean contains(Position other) {
    return other.equals(this) || numbers.containsAll(((Transactions) other).numbers);
  }

  @Override
  public Transactions union(Position other) {
    Set<Integer> both = new TreeSet<>(numbers);
    both.addAll(((Transactions) other).numbers);
    return new Transactions(both);
  }

  @Override
  public String text() {
    return new TreeSet<>(numbers).toString();
  }
}
