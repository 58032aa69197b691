package io.matapalo.router.transaction;

import java.io.IOException;

/** The table of outcomes, for tests of other packages. */
public final class OutcomeRows {

  private OutcomeRows() {}

  /** The statement that makes it. */
  public static String table() throws IOException {
    return RealNodes.outcomeTable();
  }
}
