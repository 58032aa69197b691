package io.matapalo.jvm;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) over 64-bit words, under a key that lives and dies
 * with the JVM: values can be compared, but not found by trying them out elsewhere. Confined to one
 * thread.
 */
public final class KeyedHash {

  private static final long[] KEY = MeetingPlace.shared("hashKey", newKey());

  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long words;

  private KeyedHash(long k0, long k1) {
    v0 = k0 ^ 0x736f6d6570736575L;
    v1 = k1 ^ 0x646f72616e646f6dL;
    v2 = k0 ^ 0x6c7967656e657261L;
    v3 = k1 ^ 0x7465646279746573L;
  }

  /** With the key of this JVM. */
  public static KeyedHash start() {
    return new KeyedHash(KEY[0], KEY[1]);
  }

  static KeyedHash withKey(long k0, long k1) {
    return new KeyedHash(k0, k1);
  }

  static long[] newKey() {
    SecureRandom random = new SecureRandom();
    return new long[] {random.nextLong(), random.nextLong()};
  }

  /** Takes one word in. */
  public KeyedHash add(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
    words++;
    return this;
  }

  /** Takes a text in, four characters a word, and its length. */
  public KeyedHash add(CharSequence text) {
    int length = text.length();
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << 16 | text.charAt(i);
      if ((i & 3) == 3) {
        add(word);
        word = 0;
      }
    }
    if ((length & 3) != 0) {
      add(word);
    }
    return add((long) length);
  }

  /** Takes bytes in, eight a word, and their length. */
  public KeyedHash add(byte[] bytes) {
    long word = 0;
    for (int i = 0; i < bytes.length; i++) {
      word = word << 8 | (bytes[i] & 0xff);
      if ((i & 7) == 7) {
        add(word);
        word = 0;
      }
    }
    if ((bytes.length & 7) != 0) {
      add(word);
    }
    return add((long) bytes.length);
  }

  /** The hash of what was taken in; ends this object's use. */
  public long end() {
    // The algorithm's last word: the length in bytes, in the top byte.
    add(words << 59);
    v2 ^= 0xff;
    round();
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
