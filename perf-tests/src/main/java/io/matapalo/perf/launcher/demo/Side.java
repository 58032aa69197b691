package io.matapalo.perf.launcher.demo;

/** Where the operations are to be answered. */
public enum Side {
  LEGACY,
  FAST_PATH
}
