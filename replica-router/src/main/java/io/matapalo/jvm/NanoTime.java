package io.matapalo.jvm;

/**
 * The one place of the module that reads the system's clock: a driver is made by its container,
 * nobody hands it anything. Stateless.
 */
public final class NanoTime {

  private NanoTime() {}

  /** Nanoseconds since an arbitrary moment, as {@link System#nanoTime}. */
  public static long now() {
    return System.nanoTime();
  }
}
