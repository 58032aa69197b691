package io.matapalo.router.consistency;

/**
 * A lower bound of what a snapshot of the database shows. A cache that is filled from the snapshot
 * is as new as each mark that the stamp covers. Immutable.
 *
 * @param cluster identity of the cluster that the position is of
 * @param position transactions that the snapshot shows; it may show more
 */
public record PositionStamp(String cluster, GtidSet position) {

  /** Whether the snapshot shows all that a session has seen; no for a mark of another cluster. */
  public boolean covers(FreshnessMark mark) {
    return mark.cluster().equals(cluster)
        && !mark.isUnbounded()
        && (mark.isEmpty() || contains(mark));
  }

  private boolean contains(FreshnessMark mark) {
    boolean sameDialect = (position instanceof MySqlGtids) == (mark.dialect() == Dialect.MYSQL);
    return sameDialect && position.contains(mark.position());
  }
}
