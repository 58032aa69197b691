package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The load cut into consecutive windows while it runs. A request belongs to the window of its
 * intended start, however long it takes; only the achieved rate counts by completion. Thread-safe.
 */
public final class Timeline {
  private final AtomicReference<List<WindowRecorder>> windows;
  private final IntervalRecorder interval = new IntervalRecorder();

  /** A timeline whose first window reaches from {@code startNanos} to the next {@link #open}. */
  public Timeline(String firstWindow, long startNanos) {
    windows = new AtomicReference<>(List.of(new WindowRecorder(firstWindow, startNanos)));
  }

  /** Begins a window at {@code startNanos} and so ends the one before it. */
  public void open(String name, long startNanos) {
    windows.updateAndGet(before -> {
      if (startNanos < before.getLast().startNanos()) {
        throw new IllegalArgumentException(
            "window " + name + " must start after " + before.getLast().name());
      }
      List<WindowRecorder> longer = new ArrayList<>(before);
      longer.add(new WindowRecorder(name, startNanos));
      return List.copyOf(longer);
    });
  }

  /** What was completed since the last call; for progress only. */
  public Interval nextInterval() {
    return interval.next();
  }

  /** The numbers of all windows, the last one ending at {@code endNanos}. */
  public List<WindowNumbers> numbers(long endNanos) {
    List<WindowRecorder> all = windows.get();
    return IntStream.range(0, all.size())
        .mapToObj(
            i -> all.get(i).numbers(i + 1 < all.size() ? all.get(i + 1).startNanos() : endNanos))
        .toList();
  }

  WindowRecorder at(long nanos) {
    List<WindowRecorder> all = windows.get();
    for (int i = all.size() - 1; i > 0; i--) {
      if (nanos >= all.get(i).startNanos()) {
        return all.get(i);
      }
    }
    return all.getFirst();
  }

  void completed(Exchange exchange) {
    WindowRecorder window = at(exchange.intendedNanos());
    window
        .operation(exchange.operation())
        .record(exchange.outcome(), exchange.responseNanos(), exchange.serviceNanos());
    at(exchange.doneNanos()).operation(exchange.operation()).completedHere();
    interval.record(exchange);
  }
}
