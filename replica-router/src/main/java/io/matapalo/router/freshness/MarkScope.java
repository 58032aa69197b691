package io.matapalo.router.freshness;

import io.matapalo.jvm.SharedSession;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A unit of work on one thread, which closes it. Others take part by {@link #join()}. */
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

  /** Lets the calling thread take part in the unit of work until it closes the returned scope. */
  public MarkScope join() {
    return begin(shared, marks);
  }

  /**
   * The mark of all that the unit of work has seen, for whoever continues it. Asks each node that
   * the unit has read since its last move; sessions share these queries. Empty without the setting
   * {@code marks.secret}, or if nothing was seen.
   */
  public Optional<String> text() {
    return marks.text(shared);
  }

  @Override
  public void close() {
    SharedSession.set(before);
  }
}
