package io.matapalo.fastpath.http;

import java.time.Duration;

/** Where requests come in, and how many; each value is checked by whoever made it. Immutable. */
public interface ListenerSettings {

  String host();

  /** 0 takes a free one. */
  int port();

  /** Requests worked on at once. */
  int maxConcurrent();

  /** The largest message read. */
  int maxBodyBytes();

  /** How long requests under way may take when stopping. */
  Duration shutdownGrace();
}
