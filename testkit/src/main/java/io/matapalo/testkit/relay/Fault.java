package io.matapalo.testkit.relay;

/** What a {@link FaultRelay} does at a client's command. */
public enum Fault {
  /** The link breaks, and the server never sees the command. */
  CUT_BEFORE,
  /** The server has done the command and answered; the link breaks with the answer on its way. */
  LOSE_ANSWER,
  /**
   * The server has done the command and answered; from the answer on nothing passes any more, and
   * nobody is told.
   */
  HOLD_ANSWER,
  /** The link breaks right behind the command: the server may do it or not, and nobody hears. */
  CUT_IN_FLIGHT,
  /**
   * The client's link breaks, the server's stays, transaction and locks with it, and the command is
   * still under way: {@link PlannedFault#release} lets it arrive.
   */
  HOLD_COMMAND,
  /** Nothing passes any more in either direction, and nobody is told. */
  BLACKHOLE
}
