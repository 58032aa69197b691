package io.matapalo.recorder.counting;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** One statement of a unit of work; a place in JDK arrays that copies share. Thread-safe. */
public final class LoggedStatement {

  public static final int OFFSET_NANOS = 0;
  static final int VALUES = 1;
  public static final int ROWS = 2;
  static final int NANOS_AND_BATCH = 3;
  static final int NUMBERS = 4;

  static final int DIGEST = 0;
  static final int SITE = 1;
  static final int THREAD = 2;
  static final int WORDS = 3;

  private final AtomicLongArray numbers;
  private final @Nullable Object[] words;
  private final int place;

  LoggedStatement(AtomicLongArray numbers, @Nullable Object[] words, int place) {
    this.numbers = numbers;
    this.words = words;
    this.place = place;
  }

  public long number(int which) {
    return numbers.get(place * NUMBERS + which);
  }

  public long nanos() {
    return number(NANOS_AND_BATCH) >> 1;
  }

  /** Did it go to the server together with others, in one round trip? */
  public boolean isInBatch() {
    return (number(NANOS_AND_BATCH) & 1) == 1;
  }

  /** Sixteen hexadecimal digits. */
  public String valuesHash() {
    return HexFormat.of().toHexDigits(number(VALUES));
  }

  public String thread() {
    return word(words, THREAD);
  }

  public String digest() {
    return ofDigest(0);
  }

  public String verb() {
    return ofDigest(1);
  }

  public String sql() {
    return ofDigest(2);
  }

  /** Blank when call sites were not looked at. */
  public String site() {
    return word(words, SITE);
  }

  private String ofDigest(int part) {
    Object digest = words[place * WORDS + DIGEST];
    return digest instanceof Object[] parts ? String.valueOf(parts[part]) : "";
  }

  private String word(@Nullable Object[] all, int which) {
    return String.valueOf(all[place * WORDS + which]);
  }
}
