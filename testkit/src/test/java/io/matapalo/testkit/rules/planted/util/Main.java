package io.matapalo.testkit.rules.planted.util;

import java.time.Instant;

/** A Main may ask the system what time it is; its package's name is the fault. */
public final class Main {
  private Main() {}

  static Instant started() {
    return Instant.now();
  }
}
