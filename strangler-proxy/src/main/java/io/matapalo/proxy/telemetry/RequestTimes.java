package io.matapalo.proxy.telemetry;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long requests took, in buckets. Thread-safe; counting never blocks. */
public final class RequestTimes {

  private static final long[] BOUNDS_MILLIS = {
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000
  };

  private final List<LongAdder> buckets =
      IntStream.rangeClosed(0, BOUNDS_MILLIS.length).mapToObj(_ -> new LongAdder()).toList();

  private final LongAdder sumMillis = new LongAdder();

  /** A request ended. */
  public void took(long millis) {
    int bucket = 0;
    while (bucket < BOUNDS_MILLIS.length && millis > BOUNDS_MILLIS[bucket]) {
      bucket++;
    }
    buckets.get(bucket).increment();
    sumMillis.add(millis);
  }

  /** Hears of one bucket. */
  @FunctionalInterface
  public interface Reader {

    /**
     * A bucket.
     *
     * @param boundSeconds its upper bound, infinite for the last
     * @param count requests up to the bound
     */
    void bucket(double boundSeconds, long count);
  }

  /** Tells all buckets, in order. */
  public void read(Reader reader) {
    long count = 0;
    for (int i = 0; i <= BOUNDS_MILLIS.length; i++) {
      count += buckets.get(i).sum();
      double bound =
          i < BOUNDS_MILLIS.length ? BOUNDS_MILLIS[i] / 1_000.0 : Double.POSITIVE_INFINITY;
      reader.bucket(bound, count);
    }
  }

  /** All times together. */
  public double sumSeconds() {
    return sumMillis.sum() / 1_000.0;
  }
}
