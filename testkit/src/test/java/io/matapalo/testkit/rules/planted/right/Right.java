package io.matapalo.testkit.rules.planted.right;

import io.matapalo.testkit.rules.planted.left.Left;

/** The other half. */
public final class Right {
  private Left left = new Left();

  public Left left() {
    return left;
  }
}
