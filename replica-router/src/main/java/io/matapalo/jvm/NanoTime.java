package io.matapalo.jvm;

/** The module's one reading of the clock: a driver is made by its container. Stateless. */
public final class NanoTime {

  private NanoTime() {}

  /** Nanoseconds since an arbitrary moment, as {@link System#nanoTime}. */
  public static long now() {
    return System.nanoTime();
  }
}
