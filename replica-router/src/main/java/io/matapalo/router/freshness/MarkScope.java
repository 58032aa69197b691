package io.matapalo.router.freshness;

import io.matapalo.jvm.SharedSession;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work on the thread that opened it, until it is closed there. Threads that it starts are
 * not part of it: what they do is, where they work within {@link #join()}. Its own thread closes
 * it.
 */
public final class MarkScope implements AutoCloseable {

  private final ConcurrentMap<String, Object> shared;
  private final Marks marks;
  private final @Nullable ConcurrentMap<String, Object> before;

  private MarkScope(
      ConcurrentMap<String, Object> shared,
      Marks marks,
      @Nullable ConcurrentMap<String, Object> before) {
    this.shared = shared;
    this.marks = marks;
    this.before = before;
  }

  static MarkScope begin(ConcurrentMap<String, Object> shared, Marks marks) {
    MarkScope scope = new MarkScope(shared, marks, SharedSession.current());
    SharedSession.set(shared);
    return scope;
  }

  /** Makes the calling thread work for this unit, too, until the answer is closed there. */
  public MarkScope join() {
    return begin(shared, marks);
  }

  /**
   * All that the unit of work has seen, for whoever goes on with it. Asks each node that showed
   * something since the last transaction elsewhere, one question that sessions share. Empty without
   * the setting {@code marks.secret}, or if nothing was seen.
   */
  public Optional<String> text() {
    return marks.text(shared);
  }

  @Override
  public void close() {
    SharedSession.set(before);
  }
}
