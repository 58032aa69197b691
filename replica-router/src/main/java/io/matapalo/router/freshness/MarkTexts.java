package io.matapalo.router.freshness;

import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MarkCodec;
import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.freshness.session.Session;
import java.util.Map;
import java.util.Optional;

/** Writes what sessions have seen as text. Thread-safe. */
final class MarkTexts {

  private final Optional<MarkCodec> codec;
  private final Bounds bounds;
  private final MarkCounts counts;
  private final long waitMillis;

  MarkTexts(Optional<MarkCodec> codec, Bounds bounds, MarkCounts counts, MarkSettings settings) {
    this.codec = codec;
    this.bounds = bounds;
    this.counts = counts;
    this.waitMillis = settings.longestWait().toMillis();
  }

  /** The mark of a session; empty without a secret, or if nothing was seen. */
  String of(Session session) {
    if (codec.isEmpty()) {
      return "";
    }
    FreshnessMark mark = told(session);
    if (mark.isEmpty()) {
      return "";
    }
    Optional<String> text = codec.get().encode(mark);
    if (text.isEmpty()) {
      // Short, and safe: whoever takes it in must be shown everything.
      text = codec.get().encode(FreshnessMark.nothing(mark.cluster(), mark.dialect()).unbounded());
    }
    counts.count(text.isPresent() ? Event.HANDED_OUT : Event.NOT_HANDED_OUT);
    return text.orElse("");
  }

  /** All that was seen, as a mark: asks the nodes that showed more than it tells. */
  FreshnessMark told(Session session) {
    Session.State seen = session.state();
    for (Map.Entry<String, Long> shown : seen.shownAt().entrySet()) {
      Optional<GtidSet> bound = bounds.of(shown.getKey(), shown.getValue(), waitMillis);
      if (bound.isEmpty()) {
        counts.count(Event.BOUND_MISSING);
        session.unbounded(seen);
        break;
      }
      session.bounded(shown.getKey(), shown.getValue(), bound.get());
    }
    return session.state().mark();
  }
}
