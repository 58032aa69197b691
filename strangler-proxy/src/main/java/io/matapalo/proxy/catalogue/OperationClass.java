package io.matapalo.proxy.catalogue;

/** What repeating an operation does; decides what the proxy may send twice. */
public enum OperationClass {
  /** Changes nothing. */
  READ,
  /** Changes something, and a second time nothing more. */
  IDEMPOTENT,
  /** A second time may do harm: sent again only if not one byte of it can have arrived. */
  UNSAFE;

  /** Whether a request may be sent again after some of it was sent. */
  public boolean mayBeSentTwice() {
    return this != UNSAFE;
  }
}
