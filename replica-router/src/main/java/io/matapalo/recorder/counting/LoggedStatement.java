package io.matapalo.recorder.counting;

import io.matapalo.recorder.digest.Digest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLongArray;

/** One statement of a unit of work, in a JDK array that copies share. Thread-safe. */
public final class LoggedStatement {

  public static final int OFFSET_NANOS = 0;
  static final int VALUES = 1;
  public static final int ROWS = 2;
  public static final int NANOS = 3;
  static final int IN_BATCH = 4;

  private final Object[] shared;

  LoggedStatement(Object[] shared) {
    this.shared = shared;
  }

  Object[] shared() {
    return shared;
  }

  static LoggedStatement of(Digest digest, String site, long... numbers) {
    return new LoggedStatement(
        new Object[] {
          new AtomicLongArray(numbers),
          Thread.currentThread().getName(),
          digest.id(),
          digest.verb().key(),
          digest.sql(),
          site
        });
  }

  AtomicLongArray numbers() {
    return (AtomicLongArray) shared[0];
  }

  public long number(int which) {
    return numbers().get(which);
  }

  /** Sixteen hexadecimal digits. */
  public String valuesHash() {
    return HexFormat.of().toHexDigits(number(VALUES));
  }

  public String thread() {
    return (String) shared[1];
  }

  public String digest() {
    return (String) shared[2];
  }

  public String verb() {
    return (String) shared[3];
  }

  public String sql() {
    return (String) shared[4];
  }

  /** Blank when call sites were not looked at. */
  public String site() {
    return (String) shared[5];
  }
}
