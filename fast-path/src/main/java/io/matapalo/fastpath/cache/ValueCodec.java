package io.matapalo.fastpath.cache;

import java.util.Optional;

/**
 * Writes values of one cache as text and reads them again. Thread-safe. The text is read by other
 * processes, of an older or newer build too, so that it must not depend on classes or field order.
 */
public interface ValueCodec<V> {

  /** As text; never fails for a value that a loader gave. */
  String write(V value);

  /** Empty for a text that is no value of this cache; such an entry counts as a miss. */
  Optional<V> read(String text);

  /** Of the text's format, 0 or more; entries of another version count as misses. */
  default int version() {
    return 1;
  }
}
