package io.matapalo.recorder.digest;

import io.matapalo.jvm.KeyedHash;
import io.matapalo.jvm.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Finds the digest of a statement's text, remembering the latest thousands. Thread-safe. A text
 * with values or comments in it is remembered by a keyed hash only, never as it is.
 */
public final class Digests {

  static final int MAX_REMEMBERED = 2_000;
  static final int MAX_SHOWN = 2_000;
  private static final int MAX_KEY = 8_192;
  private static final int MAX_READ = 65_536;

  private static final ConcurrentMap<String, Digest> BY_TEXT = new ConcurrentHashMap<>();
  private static final ConcurrentMap<Long, Digest> BY_HASH = new ConcurrentHashMap<>();

  private Digests() {}

  public static Digest of(String sql) {
    Digest known = BY_TEXT.get(sql);
    if (known != null) {
      return known;
    }
    long key = KeyedHash.start().add(head(sql)).add((long) sql.hashCode()).end();
    known = BY_HASH.get(key);
    return known != null ? known : read(sql, key);
  }

  static int remembered() {
    return BY_TEXT.size() + BY_HASH.size();
  }

  private static CharSequence head(String sql) {
    return sql.length() <= MAX_READ ? sql : sql.substring(0, MAX_READ);
  }

  private static Digest read(String sql, long key) {
    SqlScanner scanner = new SqlScanner(sql, MAX_READ);
    List<String> tokens = scanner.tokens();
    Verb verb = Verb.of(tokens);
    String text =
        scanner.isReadable()
            ? SqlNormaliser.text(tokens)
            : verb.key() + " (not shown: a quote without its end)";
    boolean whole = scanner.isReadable() && sql.length() <= MAX_READ;
    long literals = whole ? scanner.valuesHash() : key;
    Digest digest = digest(text, verb, literals);
    if (whole && !scanner.hasValues() && !scanner.hasComments() && sql.length() <= MAX_KEY) {
      remember(BY_TEXT, sql, digest);
    } else {
      remember(BY_HASH, key, digest);
    }
    return digest;
  }

  /** Starting anew when full is crude, but cannot be kept full of texts that never come back. */
  private static <K> void remember(ConcurrentMap<K, Digest> cache, K key, Digest digest) {
    if (cache.size() >= MAX_REMEMBERED) {
      cache.clear();
    }
    cache.put(key, digest);
  }

  private static Digest digest(String text, Verb verb, long literals) {
    String id = HexFormat.of().formatHex(Sha256.of(text), 0, 8);
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    return new Digest(id, Long.parseUnsignedLong(id, 16), verb, shown, literals);
  }
}
