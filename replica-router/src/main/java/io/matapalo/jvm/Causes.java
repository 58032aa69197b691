package io.matapalo.jvm;

import java.util.ArrayList;
import java.util.List;

/** The causes of a failure. Stateless. */
public final class Causes {

  /** Causes may lead back to themselves. */
  private static final int MOST = 32;

  private Causes() {}

  /** The failure itself, its cause, the cause of that, and so on; at most 32. */
  public static List<Throwable> of(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable one = failure; one != null && chain.size() < MOST; one = one.getCause()) {
      chain.add(one);
    }
    return chain;
  }
}
