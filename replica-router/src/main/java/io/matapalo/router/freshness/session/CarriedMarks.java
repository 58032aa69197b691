package io.matapalo.router.freshness.session;

import io.matapalo.jvm.SharedSession;
import io.matapalo.router.consistency.MarkCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work of a request whose client carries the marks of all clusters that the request
 * uses. The drivers of these clusters may be other copies of these classes, so only JDK types are
 * shared. A cluster without a secret neither reads nor writes a mark here. The thread that opened
 * it closes it.
 */
public final class CarriedMarks implements AutoCloseable {

  private final ConcurrentMap<String, Object> shared;
  private final @Nullable ConcurrentMap<String, Object> before;

  private CarriedMarks(ConcurrentMap<String, Object> shared) {
    this.shared = shared;
    this.before = SharedSession.current();
    SharedSession.set(shared);
  }

  /** Begins with the text that the client brought, which may be anything. */
  public static CarriedMarks open(String given) {
    ConcurrentMap<String, Object> shared = new ConcurrentHashMap<>();
    shared.put(Sessions.CARRIED, true);
    shared.put(Sessions.GIVEN, given);
    return new CarriedMarks(shared);
  }

  /** Continues {@link #session} on this thread. */
  public static CarriedMarks reopen(ConcurrentMap<String, Object> session) {
    return new CarriedMarks(session);
  }

  /** The session, for a later dispatch of the request. */
  public ConcurrentMap<String, Object> session() {
    return shared;
  }

  /**
   * The text that the client is to carry from now on; "" to carry nothing. Empty if the request
   * used no cluster with marks, so that the client's text still holds. May ask nodes for their
   * bounds.
   */
  public Optional<String> text() {
    List<String> own = gives(Sessions.GIVES);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (length(own) > MarkCodec.MAX_TEXT) {
      own = gives(Sessions.GIVES_SHORT);
    }
    List<String> all = new ArrayList<>(own);
    all.addAll(ofOtherClusters());
    String text = joined(all);
    return Optional.of(text.length() > MarkCodec.MAX_TEXT ? joined(own) : text);
  }

  private List<String> gives(String prefix) {
    List<String> texts = new ArrayList<>();
    shared.forEach((key, value) -> {
      if (key.startsWith(prefix) && value instanceof Supplier<?> gives) {
        texts.add(String.valueOf(gives.get()));
      }
    });
    return texts;
  }

  /** The given marks of clusters that this request did not use, if they are well signed. */
  private List<String> ofOtherClusters() {
    String given = String.valueOf(shared.get(Sessions.GIVEN));
    List<String> texts = new ArrayList<>();
    String[] parts = Sessions.parts(given);
    for (int i = 0; i < parts.length; i++) {
      if (shared.containsKey(Sessions.FOREIGN + i) && !shared.containsKey(Sessions.TAKEN + i)) {
        texts.add(parts[i]);
      }
    }
    return texts;
  }

  private static int length(List<String> texts) {
    return joined(texts).length();
  }

  private static String joined(List<String> texts) {
    return String.join(Sessions.SEPARATOR, texts.stream().filter(text -> !text.isEmpty()).toList());
  }

  @Override
  public void close() {
    SharedSession.set(before);
  }
}
