package io.matapalo.router.freshness;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MarkCodec;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.freshness.session.Session;
import java.util.Map;
import java.util.Optional;

/** Writes the marks of sessions as text. Thread-safe. */
final class MarkWriter {

  private final Optional<MarkCodec> codec;
  private final PositionBounds bounds;
  private final MarkCounts counts;
  private final long waitMillis;

  MarkWriter(
      Optional<MarkCodec> codec, PositionBounds bounds, MarkCounts counts, MarkSettings settings) {
    this.codec = codec;
    this.bounds = bounds;
    this.counts = counts;
    this.waitMillis = settings.longestWait().toMillis();
  }

  /** The mark of a session as text; empty without a secret, or if nothing was seen. */
  String text(Session session) {
    if (codec.isEmpty()) {
      return "";
    }
    FreshnessMark mark = complete(session);
    if (mark.isEmpty()) {
      return "";
    }
    Optional<String> text = codec.get().encode(mark);
    if (text.isEmpty()) {
      // Short and safe: a mark without bound demands a node that shows everything.
      text = codec.get().encode(FreshnessMark.nothing(mark.cluster(), mark.dialect()).unbounded());
    }
    counts.count(text.isPresent() ? Event.HANDED_OUT : Event.NOT_HANDED_OUT);
    return text.orElse("");
  }

  /** The mark with the bounds of all nodes that the session has read since. */
  FreshnessMark complete(Session session) {
    addBounds(session, "");
    return session.state().mark();
  }

  /**
   * Adds to the mark the bounds of what nodes other than {@code here} have shown. False if a node
   * has no bound; the mark then demands a node that shows everything.
   */
  @CanIgnoreReturnValue
  boolean addBounds(Session session, String here) {
    Session.State seen = session.state();
    for (Map.Entry<String, Long> shown : seen.shownAt().entrySet()) {
      if (shown.getKey().equals(here)) {
        continue;
      }
      Optional<GtidSet> bound = bounds.of(shown.getKey(), shown.getValue(), waitMillis);
      if (bound.isEmpty()) {
        counts.count(Event.BOUND_MISSING);
        session.unbounded(seen);
        return false;
      }
      session.bounded(shown.getKey(), shown.getValue(), bound.get());
    }
    return true;
  }
}
