package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;

/** Positions by the router's comparison, as the fast path hands them in. Immutable. */
record TestPositions(Dialect dialect) implements Positions {

  static final TestPositions MARIADB = new TestPositions(Dialect.MARIADB);
  static final TestPositions MYSQL = new TestPositions(Dialect.MYSQL);

  private record Gtids(GtidSet set) implements Position {

    @Override
    public boolean contains(Position other) {
      return set.contains(((Gtids) other).set);
    }

    @Override
    public Position union(Position other) {
      return new Gtids(set.union(((Gtids) other).set));
    }

    @Override
    public String text() {
      return set.text();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  @Override
  public Position none() {
    return new Gtids(dialect.nothing());
  }

  @Override
  public Position parse(String text) {
    return new Gtids(dialect.parse(text));
  }
}
