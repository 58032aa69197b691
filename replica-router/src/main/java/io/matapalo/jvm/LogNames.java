package io.matapalo.jvm;

/** Names under which the jar writes to {@code java.util.logging}. */
public final class LogNames {

  /** What the driver and the router tell. */
  public static final String ROUTER = "io.matapalo.router";

  /** What the recorder tells. */
  public static final String RECORDER = "io.matapalo.recorder";

  private LogNames() {}
}
