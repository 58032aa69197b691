package io.matapalo.router;

/**
 * The pool of one node at one moment. Immutable.
 *
 * @param inUse connections that are lent
 * @param idle connections that wait to be lent
 * @param waiting threads that wait for a connection
 */
public record PoolUse(String node, int inUse, int idle, int waiting) {}
