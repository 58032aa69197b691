package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import java.util.BitSet;

/** A set of transaction numbers, such as {@code 1-5,7}; for tests. Immutable. */
record Numbers(BitSet set) implements Position {

  static final Positions POSITIONS =
      new Positions() {
        @Override
        public Position none() {
          return upTo(0);
        }

        @Override
        public Position parse(String text) {
          return read(text);
        }
      };

  /** From 1 on. */
  static Numbers upTo(int last) {
    BitSet set = new BitSet();
    set.set(1, last + 1);
    return new Numbers(set);
  }

  static Numbers of(int only) {
    BitSet set = new BitSet();
    set.set(only);
    return new Numbers(set);
  }

  static Numbers read(String text) {
    BitSet set = new BitSet();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      set.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
    return new Numbers(set);
  }

  @Override
  public boolean contains(Position other) {
    BitSet missing = (BitSet) ((Numbers) other).set.clone();
    missing.andNot(set);
    return missing.isEmpty();
  }

  @Override
  public Position union(Position other) {
    BitSet both = (BitSet) set.clone();
    both.or(((Numbers) other).set);
    return new Numbers(both);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(set.nextClearBit(from))) {
      text.append(text.isEmpty() ? "" : ",").append(from);
      int last = set.nextClearBit(from) - 1;
      text.append(last > from ? "-" + last : "");
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
