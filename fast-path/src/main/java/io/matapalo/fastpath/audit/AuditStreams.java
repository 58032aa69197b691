package io.matapalo.fastpath.audit;

import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;

/**
 * Streams of chained audit records. Each stream has one writer at a time, and no other process
 * writes to it, so that no record waits for another's commit. A stream whose last commit is in
 * doubt is never written to again. There are as many as units of work were under way at once, and
 * one more for each that did not commit. Thread-safe.
 */
public final class AuditStreams {

  private static final int NAME_BYTES = 16;

  private final RandomGenerator random;
  private final ConcurrentLinkedDeque<ChainLink> free = new ConcurrentLinkedDeque<>();

  /** No stream yet; {@code random} makes their names, which are unlike those of any process. */
  public AuditStreams(RandomGenerator random) {
    this.random = random;
  }

  /** A stream for one unit of work, to be closed at its end. */
  public AuditStream take() {
    ChainLink place = free.pollLast();
    return new AuditStream(place == null ? ChainLink.first(name()) : place, free::addLast);
  }

  private String name() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }
}
