package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "value", "a|b|5|V|", "Grüße, 東京 🎭", "line\r\nline", "\u0000"})
  void isReadAsItWasWritten(String value) {
    Entry entry = entry(Optional.of(value));
    assertThat(Entry.parse(bytes(entry))).contains(entry);
  }

  @Test
  void tellsAMissingRowFromABlankValue() {
    Entry none = entry(Optional.empty());
    assertThat(Entry.parse(bytes(none))).contains(none);
    assertThat(bytes(none)).isNotEqualTo(bytes(entry(Optional.of(""))));
  }

  @Test
  void isNothingWhenAnyByteDiffers() {
    byte[] whole = bytes(entry(Optional.of("value")));
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        // The case of a hexadecimal digit says nothing.
        if (!new String(damaged, StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(new String(whole, StandardCharsets.ISO_8859_1))) {
          assertThat(Entry.parse(damaged)).as("byte %d, bit %d", at, bit).isEmpty();
        }
      }
    }
  }

  @Test
  void isNothingWhenCutOrExtended() {
    byte[] whole = bytes(entry(Optional.of("value")));
    for (int length = 0; length < whole.length; length++) {
      assertThat(Entry.parse(Arrays.copyOf(whole, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(Entry.parse(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1:{\"a\":1}", "M2|00000000|00000000|", "M1|00000000|00000000|"})
  void isNothingInAnotherFormat(String foreign) {
    assertThat(Entry.parse(foreign.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  /** It would come back as another text. */
  @Test
  void aValueThatIsNoUnicodeIsNotWritten() {
    assertThat(entry(Optional.of("half \ud83c")).bytes()).isEmpty();
  }

  private static Entry entry(Optional<String> value) {
    return new Entry("ab12.0", 3, 1_700_000_000_000L, "0-1-5,1-2-9", value);
  }

  private static byte[] bytes(Entry entry) {
    return entry.bytes().orElseThrow();
  }
}
