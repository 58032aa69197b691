package io.matapalo.router.consistency;

/**
 * What a session has seen. No node that lacks any of it may serve a read of the session. Immutable.
 *
 * @param cluster identity of the cluster that the position is of; not blank
 * @param position the transactions that the session wrote or saw
 * @param seenAt identity of a server process that has all of it, or empty: no need to ask there; or
 *     {@link #UNBOUNDED}
 */
public record FreshnessMark(String cluster, GtidSet position, String seenAt) {

  /**
   * Stands for a server, where the position is incomplete because a node could not be asked. Only a
   * node that is known to have everything will do then.
   */
  public static final String UNBOUNDED = "?";

  /** Characters of a cluster's or server's identity. */
  static final int MAX_IDENTITY = 100;

  public FreshnessMark {
    requireIdentity(cluster, "cluster");
    requireIdentity(seenAt, "seen-at");
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("the cluster of a mark must not be empty");
    }
  }

  /** A session that has seen nothing. */
  public static FreshnessMark nothing(String cluster, Dialect dialect) {
    return new FreshnessMark(cluster, dialect.nothing(), "");
  }

  /** Whose identifiers it is written in. */
  public Dialect dialect() {
    return position instanceof MySqlGtids ? Dialect.MYSQL : Dialect.MARIADB;
  }

  /** The same, with all of it known to be at one server. */
  public FreshnessMark seenAt(String server) {
    return server.equals(seenAt) ? this : new FreshnessMark(cluster, position, server);
  }

  /**
   * Both marks; where one holds all of the other, its server still has all.
   *
   * @throws IllegalArgumentException if they are of different clusters or dialects
   */
  public FreshnessMark merge(FreshnessMark other) {
    if (!cluster.equals(other.cluster)) {
      throw new IllegalArgumentException(
          "marks of clusters '" + cluster + "' and '" + other.cluster + "' cannot be merged");
    }
    if (isUnbounded() || other.isUnbounded()) {
      return new FreshnessMark(cluster, position.union(other.position), UNBOUNDED);
    }
    if (position.contains(other.position)) {
      return seenAt.isEmpty() && other.position.contains(position) ? other : this;
    }
    if (other.position.contains(position)) {
      return other;
    }
    return new FreshnessMark(
        cluster, position.union(other.position), seenAt.equals(other.seenAt) ? seenAt : "");
  }

  /** The same with what was written, or seen, at a server. */
  public FreshnessMark plus(GtidSet more, String server) {
    return merge(new FreshnessMark(cluster, more, server));
  }

  /** Whether more was seen than the position tells. */
  public boolean isUnbounded() {
    return seenAt.equals(UNBOUNDED);
  }

  /** Whether nothing was seen: any node will do. */
  public boolean isEmpty() {
    return position.isEmpty() && !isUnbounded();
  }

  /** The same, with more seen than can be told. */
  public FreshnessMark unbounded() {
    return new FreshnessMark(cluster, position, UNBOUNDED);
  }

  private static void requireIdentity(String text, String what) {
    boolean plain =
        text.length() <= MAX_IDENTITY && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '|');
    if (!plain) {
      throw new IllegalArgumentException(
          "%s must be at most %d visible ASCII characters without |, was '%s'"
              .formatted(what, MAX_IDENTITY, PositionText.quoted(text)));
    }
  }
}
