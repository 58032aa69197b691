package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;

/** The table of what each failure means. Pure. */
public final class Classification {

  private Classification() {}

  /** What {@code failure} means. */
  public static Verdict of(Failure failure) {
    return new Verdict(Action.FAIL, Cause.OTHER, false, failure.phase() == Phase.CONNECT, false);
  }
}
