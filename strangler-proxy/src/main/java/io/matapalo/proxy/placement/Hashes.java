package io.matapalo.proxy.placement;

/** The hash functions of keys and names. They never change, or every client would move. */
final class Hashes {

  /** The offset basis of FNV-1a. */
  static final long START = 0xcbf29ce484222325L;

  /** Two to the 64 divided by the golden ratio, odd: its products spread over the upper bits. */
  static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Hashes() {}

  /** FNV-1a over the characters, going on from an earlier hash. */
  static long text(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
