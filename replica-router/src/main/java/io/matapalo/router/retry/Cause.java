package io.matapalo.router.retry;

/** Why a unit of work failed, as metrics name it. */
public enum Cause {
  /**
   * 1213, 1614, 1180 with 149 or 35, 3101, 149: the server rolled the transaction back, but after a
   * deadlock of {@code GET_LOCK} (1213, 3058), which leaves it open.
   */
  CONFLICT,
  /** 1205, 3572: waited too long for a lock; the transaction is still open. */
  LOCK_WAIT,
  /** 1020, 1412: a row or table changed since the snapshot. */
  SNAPSHOT,
  /** 1047, 3100, 3796 to 3798 and such: the node does not take part in its cluster. */
  NODE_NOT_READY,
  /** 1290, 1836, 1792: the node or the transaction is read-only. */
  READ_ONLY_NODE,
  /** 1040, 1203, 1053 and such: too busy or shutting down. */
  OVERLOAD,
  /** The connection broke. */
  LINK_LOST,
  /** No node could take the transaction, so none of it was sent. */
  NO_NODE,
  /** The application's or the statement's own error. */
  OTHER
}
