package io.matapalo.proxy.catalogue;

/** Whose requests go first when not all can be served. */
public enum Priority {
  HIGH,
  /** Of everything that is no known operation, and of operations that say nothing. */
  NORMAL,
  LOW
}
