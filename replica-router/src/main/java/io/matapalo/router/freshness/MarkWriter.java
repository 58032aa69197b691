package io.matapalo.router.freshness;

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
  private final SharedQuestions questions;
  private final MarkCounts counts;
  private final long waitMillis;

  MarkWriter(
      Optional<MarkCodec> codec,
      SharedQuestions questions,
      MarkCounts counts,
      MarkSettings settings) {
    this.codec = codec;
    this.questions = questions;
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

  /**
   * The mark with the bounds of all nodes that the session has read since. Where a node gives none,
   * the mark demands a node that shows everything.
   */
  FreshnessMark complete(Session session) {
    boolean complete = addBounds(session, "");
    FreshnessMark mark = session.state().mark();
    return complete ? mark : mark.unbounded();
  }

  /**
   * Adds to the mark the bounds of what nodes other than {@code here} have shown. False if a node
   * has no bound now. The session keeps that debt until the node answers or a barrier settles it.
   */
  boolean addBounds(Session session, String here) {
    for (Map.Entry<String, Long> shown : session.state().shownAt().entrySet()) {
      if (shown.getKey().equals(here)) {
        continue;
      }
      Optional<GtidSet> bound = questions.bound(shown.getKey(), shown.getValue(), waitMillis);
      if (bound.isEmpty()) {
        return false;
      }
      session.bounded(shown.getKey(), shown.getValue(), bound.get());
    }
    return true;
  }
}
