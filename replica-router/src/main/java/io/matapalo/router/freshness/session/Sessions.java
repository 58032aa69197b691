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
 * The sessions of one cluster, found by the thread's unit of work. Transactions outside units of
 * work share one session of the instance, which sees its own writes. Thread-safe.
 */
public final class Sessions {

  /** Key in the shared session: the marks that the unit of work was given. */
  public static final String GIVEN = "in";

  /** Prefix of keys: a supplier of the mark of one cluster. */
  static final String GIVES = "out/";

  /** Prefix of keys: a supplier of the short mark, which demands a node that shows everything. */
  static final String GIVES_SHORT = "short/";

  /** Key: the client carries the marks, which needs a secret. */
  static final String CARRIED = "carried";

  /** Prefix of keys, with the number of a given mark: it belongs to a cluster of this request. */
  static final String TAKEN = "taken/";

  /** The same: the mark is well signed and belongs to another cluster. */
  static final String FOREIGN = "foreign/";

  /** Separates the marks of several clusters. */
  static final String SEPARATOR = "~";

  private static final int MAX_GIVEN = 8;

  private final String cluster;
  private final Optional<MarkCodec> codec;
  private final MarkCounts counts;
  // Copies of this class by several class loaders may meet in one unit of work.
  private final String key;
  private final AtomicReference<@Nullable Session> outside = new AtomicReference<>();

  public Sessions(String cluster, Optional<MarkCodec> codec, MarkCounts counts) {
    this.cluster = cluster;
    this.codec = codec;
    this.counts = counts;
    this.key = cluster + "/" + System.identityHashCode(Session.class);
  }

  /** The session of the thread's unit of work; its first use takes the given mark in. */
  public Session current(Dialect dialect, Function<Session, String> text) {
    ConcurrentMap<String, Object> shared = SharedSession.current();
    // Without a secret no client can carry marks, so the request has no session of its own.
    return shared == null || (codec.isEmpty() && shared.containsKey(CARRIED))
        ? outside(dialect)
        : in(shared, dialect, text);
  }

  /** The cluster's name in marks. */
  public String cluster() {
    return cluster;
  }

  /** What its sessions came to, and what else marks did. */
  public MarkCounts counts() {
    return counts;
  }

  public boolean isOutside(Session session) {
    return session == outside.get();
  }

  /** The session of a unit of work; empty if it has not used this cluster. */
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

  /** The marks in a text that a client brought; at most eight. */
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
