package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.KeyedHash;
import java.io.InputStream;
import java.io.Reader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keyed hashes of the values that a statement's places hold, set in any order; a stream equals
 * itself only. The values themselves are not kept. Abstract, because statements are what has them.
 * Confined to the statement's thread.
 */
abstract class BoundValues {

  private static final long[] NONE = {};

  /** Of place 1, so that a statement with one value needs no array; 0 for none. */
  private long first;

  private long[] others = NONE;
  private @Nullable Map<String, Long> named;

  void set(int place, long hash) {
    if (place == 1) {
      first = hash;
      return;
    }
    if (place - 2 >= others.length) {
      others = Arrays.copyOf(others, Math.max(4, 2 * place));
    }
    others[place - 2] = hash;
  }

  void set(String place, long hash) {
    Map<String, Long> all = named == null ? new HashMap<>() : named;
    all.put(place, hash);
    named = all;
  }

  void clear() {
    first = 0;
    Arrays.fill(others, 0);
    named = null;
  }

  /** Of all places; 0 if none holds a value. */
  long hash() {
    long sum = hash(1, 1 + others.length);
    if (named != null) {
      for (Map.Entry<String, Long> one : named.entrySet()) {
        sum += mixed(one.getKey().hashCode(), one.getValue());
      }
    }
    return sum;
  }

  /** Of {@code places} places from {@code from}, as if these were all. */
  long hash(int from, int places) {
    long sum = 0;
    for (int i = 0; i < places; i++) {
      sum += mixed(i, at(from + i));
    }
    return sum;
  }

  private long at(int place) {
    if (place == 1) {
      return first;
    }
    return place - 2 < others.length ? others[place - 2] : 0;
  }

  /** The finaliser of MurmurHash3 (Appleby), so that two values that change places differ. */
  private static long mixed(int place, long hash) {
    if (hash == 0) {
      return 0;
    }
    long mixed = hash + (place + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  static long hashOf(long value) {
    return held(KeyedHash.of(1L, value));
  }

  static long hashOf(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return hashOf(((Number) value).longValue());
    }
    KeyedHash hash = KeyedHash.start();
    if (value == null) {
      hash.add(0L);
    } else if (value instanceof CharSequence text) {
      hash.add(2L).add(text);
    } else if (value instanceof byte[] bytes) {
      hash.add(3L).add(bytes);
    } else if (value instanceof InputStream || value instanceof Reader) {
      hash.add(4L).add((long) System.identityHashCode(value));
    } else {
      // Numbers, dates and the like; an object without a text of its own equals itself only.
      hash.add(5L).add(value.getClass().getName()).add(String.valueOf(value));
    }
    return held(hash.end());
  }

  /** Zero says that a place holds nothing. */
  private static long held(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
