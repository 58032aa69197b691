package io.matapalo.proxy.telemetry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts rewritten addresses of answers since start. Thread-safe; counting never blocks. */
public final class AddressCounts {

  private final LongAdder fields = new LongAdder();
  private final LongAdder documents = new LongAdder();
  private final Map<Unchanged, LongAdder> unchanged = new EnumMap<>(Unchanged.class);

  /** Why a document went on as it came. */
  public enum Unchanged {
    /** It has more bytes than are gathered. */
    TOO_LARGE,
    /** It is compressed, although it was asked for uncompressed. */
    ENCODED,
    /** It is no XML, has a document type, or an encoding that nobody knows. */
    UNREADABLE;

    /** The name in counters and log. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Nothing counted so far. */
  AddressCounts() {
    for (Unchanged reason : Unchanged.values()) {
      unchanged.put(reason, new LongAdder());
    }
  }

  /** So many values of fields were rewritten. */
  public void fields(int count) {
    fields.add(count);
  }

  /** A document was rewritten. */
  public void document() {
    documents.increment();
  }

  /** A document could not be rewritten. */
  public void unchanged(Unchanged reason) {
    of(reason).increment();
  }

  private LongAdder of(Unchanged reason) {
    LongAdder count = unchanged.get(reason);
    if (count == null) {
      throw new IllegalStateException("every reason has a counter, but not " + reason);
    }
    return count;
  }

  /** Values of fields rewritten. */
  public long fieldCount() {
    return fields.sum();
  }

  /** Documents rewritten. */
  public long documentCount() {
    return documents.sum();
  }

  /** Documents that could not be rewritten for this reason. */
  public long unchangedCount(Unchanged reason) {
    return of(reason).sum();
  }
}
