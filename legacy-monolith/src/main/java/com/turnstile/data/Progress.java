package com.turnstile.data;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Rows so far, on one line that is written over, or a line now and then. Thread-safe. */
final class Progress {

  private final PrintStream out;
  private final boolean terminal;
  private final long expected;
  private final long begin = System.nanoTime();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong printedAt = new AtomicLong(begin);

  Progress(PrintStream out, boolean terminal, long expected) {
    this.out = out;
    this.terminal = terminal;
    this.expected = expected;
  }

  void add(int more) {
    rows.addAndGet(more);
  }

  long rows() {
    return rows.get();
  }

  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Says where it is, unless it did so a moment ago: 1 s on a terminal, else 5 s. */
  void printIfDue() {
    long now = System.nanoTime();
    if (now - printedAt.get() >= (terminal ? 1_000_000_000L : 5_000_000_000L)) {
      printedAt.set(now);
      print();
    }
  }

  private void print() {
    out.print((terminal ? "\r" : "") + line() + (terminal ? "   " : "\n"));
    out.flush();
  }

  /** Ends the line that is written over. */
  void end() {
    if (terminal) {
      print();
      out.println();
    }
  }

  private String line() {
    long done = rows.get();
    double rate = done / Math.max(0.001, seconds());
    String left =
        done == 0 ? "" : String.format(Locale.ROOT, ", %.0f s left", (expected - done) / rate);
    return String.format(
        Locale.ROOT,
        "%,d of %,d rows, %d %%, %,.0f rows/s%s",
        done,
        expected,
        expected == 0 ? 100 : done * 100 / expected,
        rate,
        left);
  }
}
