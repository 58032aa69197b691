package io.matapalo.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KeyedHashTest {

  /** Aumasson and Bernstein, "SipHash", 2012, vectors for inputs of 0, 8 and 16 bytes. */
  @Test
  void isSipHash() {
    assertThat(paperKey().end()).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(paperKey().add(0x0706050403020100L).end()).isEqualTo(0x93f5f5799a932462L);
    assertThat(paperKey().add(0x0706050403020100L).add(0x0f0e0d0c0b0a0908L).end())
        .isEqualTo(0x3f2acc7f57c29bdbL);
  }

  @Test
  void tellsTextsOfOtherLengthAndContentApart() {
    long abc = paperKey().add("abc").end();
    assertThat(paperKey().add("abc").end()).isEqualTo(abc);
    assertThat(paperKey().add("abcd").end()).isNotEqualTo(abc);
    assertThat(paperKey().add("\0abc").end()).isNotEqualTo(abc);
    assertThat(paperKey().add(new byte[] {0, 1}).end())
        .isNotEqualTo(paperKey().add(new byte[] {1}).end());
  }

  @Test
  void hashesTwoWordsWithoutAnObjectAlike() {
    for (long word : new long[] {0, 1, -1, 0x0706050403020100L, Long.MIN_VALUE}) {
      assertThat(KeyedHash.of(word, 5)).isEqualTo(KeyedHash.start().add(word).add(5).end());
      assertThat(KeyedHash.of(5, word)).isEqualTo(KeyedHash.start().add(5).add(word).end());
    }
  }

  @Test
  void hasAKeyOfThisJvm() {
    assertThat(KeyedHash.start().add("4111111111111111").end())
        .isEqualTo(KeyedHash.start().add("4111111111111111").end())
        .isNotEqualTo(KeyedHash.withKey(1, 2).add("4111111111111111").end());
    assertThat(KeyedHash.newKey()).isNotEqualTo(KeyedHash.newKey());
  }

  private static KeyedHash paperKey() {
    return KeyedHash.withKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
  }
}
