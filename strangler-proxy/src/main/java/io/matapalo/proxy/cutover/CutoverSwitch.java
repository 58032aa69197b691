package io.matapalo.proxy.cutover;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the one state in force. Published by one volatile write, read once a request. Thread-safe.
 */
public final class CutoverSwitch {

  private final AtomicReference<CutoverState> state;

  public CutoverSwitch(CutoverState initial) {
    this.state = new AtomicReference<>(initial);
  }

  /** The table for one request. */
  public CutoverTable table() {
    return state.get().table();
  }

  /** Table and state of the file. */
  public CutoverState state() {
    return state.get();
  }

  /** Puts the state in force for every request that is routed from now on. */
  public void publish(CutoverState next) {
    state.set(next);
  }
}
