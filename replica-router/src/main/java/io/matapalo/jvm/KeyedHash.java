package io.matapalo.jvm;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) over 64-bit words, under a key that lives and dies
 * with the JVM: values can be compared, but not found by trying them out elsewhere. Confined to one
 * thread.
 */
public final class KeyedHash {

  private static final long INIT_0 = 0x736f6d6570736575L;
  private static final long INIT_1 = 0x646f72616e646f6dL;
  private static final long INIT_2 = 0x6c7967656e657261L;
  private static final long INIT_3 = 0x7465646279746573L;
  private static final long TWO_WORDS = 2L << 59;

  private static final long[] KEY = MeetingPlace.shared("hashKey", newKey());

  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long words;

  private KeyedHash(long k0, long k1) {
    v0 = k0 ^ INIT_0;
    v1 = k1 ^ INIT_1;
    v2 = k0 ^ INIT_2;
    v3 = k1 ^ INIT_3;
  }

  /** With the key of this JVM. */
  public static KeyedHash start() {
    return new KeyedHash(KEY[0], KEY[1]);
  }

  /** The hash of two words, as {@code start().add(one).add(other).end()}, without an object. */
  public static long of(long one, long other) {
    long v0 = KEY[0] ^ INIT_0;
    long v1 = KEY[1] ^ INIT_1;
    long v2 = KEY[0] ^ INIT_2;
    long v3 = KEY[1] ^ INIT_3;
    // Two rounds for each of three words, the last of which holds the length; then four.
    for (int round = 0; round < 10; round++) {
      long word = round < 2 ? one : round < 4 ? other : TWO_WORDS;
      v3 ^= round < 6 && (round & 1) == 0 ? word : 0;
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
      v0 ^= round < 6 && (round & 1) == 1 ? word : 0;
      v2 ^= round == 5 ? 0xff : 0;
    }
    return v0 ^ v1 ^ v2 ^ v3;
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
