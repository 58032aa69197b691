package io.matapalo.router.freshness.session;

import io.matapalo.jvm.SharedSession;
import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.FreshnessMark;
import io.matapalo.router.consistency.MarkCodec;
import io.matapalo.router.consistency.MarkCodec.Decoded;
import io.matapalo.router.consistency.MarkCodec.Refusal;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the running unit of work has seen of one cluster. What runs outside any unit of work
 * shares one session of the instance: it sees what this instance wrote outside. Thread-safe.
 */
public final class Sessions {

  /** What a unit of work was given, by its key in the shared session. */
  public static final String GIVEN = "in";

  /** What gives out the marks of a unit of work: this, and what tells gates apart. */
  static final String GIVES = "out/";

  /** The same, of which nothing is told but that everything must be shown. */
  static final String GIVES_SHORT = "short/";

  /** Of a unit of work that a client carries on, which needs a secret. */
  static final String CARRIED = "carried";

  /** With its number: a given text was of this cluster, or well signed and of another. */
  static final String TAKEN = "taken/";

  static final String FOREIGN = "foreign/";

  /** Between the marks of several clusters. */
  static final String SEPARATOR = "~";

  private static final int MAX_GIVEN = 8;

  private final String cluster;
  private final Optional<MarkCodec> codec;
  private final MarkCounts counts;
  // Copies of this class from several loaders may meet in one unit of work.
  private final String key;
  private final AtomicReference<@Nullable Session> outside = new AtomicReference<>();

  public Sessions(String cluster, Optional<MarkCodec> codec, MarkCounts counts) {
    this.cluster = cluster;
    this.codec = codec;
    this.counts = counts;
    this.key = cluster + "/" + System.identityHashCode(Session.class);
  }

  /** Of the thread's unit of work; the first use takes in the mark that it was given. */
  public Session current(Dialect dialect, Function<Session, String> text) {
    ConcurrentMap<String, Object> shared = SharedSession.current();
    // Without a secret nobody can carry on what a request has seen: as if there were no filter.
    return shared == null || (codec.isEmpty() && shared.containsKey(CARRIED))
        ? outside(dialect)
        : in(shared, dialect, text);
  }

  public boolean isOutside(Session session) {
    return session == outside.get();
  }

  /** That of a unit of work, if it has used this cluster. */
  public Optional<Session> of(ConcurrentMap<String, Object> shared) {
    return shared.get(key) instanceof Session session ? Optional.of(session) : Optional.empty();
  }

  private Session in(
      ConcurrentMap<String, Object> shared, Dialect dialect, Function<Session, String> text) {
    if (shared.get(key) instanceof Session known) {
      return known;
    }
    Session fresh = new Session(given(shared, dialect));
    Object before = shared.putIfAbsent(key, fresh);
    if (before instanceof Session known) {
      return known;
    }
    if (codec.isPresent()) {
      Supplier<String> gives = () -> text.apply(fresh);
      shared.put(GIVES + key, gives);
      Supplier<String> givesShort =
          () -> codec.get().encode(nothing(dialect).unbounded()).orElse("");
      shared.put(GIVES_SHORT + key, givesShort);
    }
    return fresh;
  }

  private Session outside(Dialect dialect) {
    Session known = outside.get();
    if (known != null) {
      return known;
    }
    Session fresh = new Session(nothing(dialect));
    return outside.compareAndSet(null, fresh) ? fresh : outside(dialect);
  }

  public FreshnessMark nothing(Dialect dialect) {
    return FreshnessMark.nothing(cluster, dialect);
  }

  private FreshnessMark given(ConcurrentMap<String, Object> shared, Dialect dialect) {
    FreshnessMark mark = nothing(dialect);
    if (codec.isEmpty() || !(shared.get(GIVEN) instanceof String text) || text.isEmpty()) {
      return mark;
    }
    String[] texts = parts(text);
    for (int i = 0; i < texts.length; i++) {
      Decoded decoded = codec.get().decode(texts[i]);
      if (decoded.refusal().isPresent()) {
        counts.count(refused(decoded.refusal().get()));
      } else {
        mark = mark.merge(own(decoded.mark(), mark));
        boolean ofThis =
            decoded.mark().filter(given -> given.cluster().equals(cluster)).isPresent();
        shared.put((ofThis ? TAKEN : FOREIGN) + i, true);
      }
    }
    return mark;
  }

  /** The first of the texts that a client brought. */
  static String[] parts(String given) {
    String[] texts = given.split(SEPARATOR, MAX_GIVEN + 1);
    return Arrays.copyOf(texts, Math.min(texts.length, MAX_GIVEN));
  }

  private FreshnessMark own(Optional<FreshnessMark> given, FreshnessMark otherwise) {
    boolean own =
        given
            .filter(mark -> mark.cluster().equals(cluster))
            .filter(mark -> mark.position().isEmpty() || mark.dialect() == otherwise.dialect())
            .isPresent();
    counts.count(own ? Event.TAKEN_IN : Event.REFUSED_FOREIGN);
    return own ? given.orElse(otherwise) : otherwise;
  }

  private static Event refused(Refusal why) {
    return switch (why) {
      case TOO_LONG -> Event.REFUSED_TOO_LONG;
      case MALFORMED -> Event.REFUSED_MALFORMED;
      case OTHER_FORMAT -> Event.REFUSED_OTHER_FORMAT;
      case BAD_SIGNATURE -> Event.REFUSED_BAD_SIGNATURE;
      case FOREIGN -> Event.REFUSED_FOREIGN;
    };
  }
}
