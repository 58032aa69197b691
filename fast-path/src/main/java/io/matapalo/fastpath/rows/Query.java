package io.matapalo.fastpath.rows;

/**
 * A statement that reads, under a name that metrics tell it by. Immutable.
 *
 * @param name such as {@code payments.balance}
 */
public record Query(String name, String sql) {}
