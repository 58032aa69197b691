package io.matapalo.router.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.consistency.MarkCodec.Refusal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkCodecTest {

  private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final MarkCodec CODEC = MarkCodec.withSecret("a secret of sixteen");

  private final long seed = Long.getLong("matapalo.seed", 20_261_128);
  private final Random random = new Random(seed);

  @Test
  void whatIsWrittenIsRead() {
    for (int round = 0; round < 1_000; round++) {
      FreshnessMark mark = mark();
      assertThat(CODEC.decode(CODEC.encode(mark).orElseThrow()).mark())
          .as("seed %d round %d", seed, round)
          .contains(mark);
    }
  }

  /** Any other character anywhere is noticed, or means the same (unused bits of base 64). */
  @Test
  void whatWasChangedOnItsWayIsNoMark() {
    for (int round = 0; round < 2_000; round++) {
      FreshnessMark mark = mark();
      String text = CODEC.encode(mark).orElseThrow();
      int at = random.nextInt(text.length());
      char other = "ABCxyz019._-~ é\n".charAt(random.nextInt(16));
      String changed = text.substring(0, at) + other + text.substring(at + 1);
      MarkCodec.Decoded decoded = CODEC.decode(changed);
      if (decoded.mark().isPresent()) {
        assertThat(decoded.mark()).as("seed %d: %s", seed, changed).contains(mark);
      }
    }
  }

  @Test
  void anyTextIsReadWithoutAnError() {
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "v1." : "");
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append((char) (random.nextInt(3) == 0 ? '.' : random.nextInt(300)));
      }
      assertThat(CODEC.decode(text.toString()).mark()).as("seed %d: %s", seed, text).isEmpty();
    }
  }

  @Test
  void anotherSecretsMarkIsRefused() {
    String foreign = MarkCodec.withSecret("another sixteen ch.").encode(mark()).orElseThrow();
    assertThat(CODEC.decode(foreign).refusal()).contains(Refusal.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "v0.AAAA.AAAA, OTHER_FORMAT",
    "v2.AAAA.AAAA, OTHER_FORMAT",
    "hello, MALFORMED",
    "a.b.c, MALFORMED",
    "v1..., BAD_SIGNATURE",
    "v1.AAAA.AAAA, BAD_SIGNATURE",
    "v1.AAAA.!!!!, MALFORMED"
  })
  void otherTextsAreRefusedWithTheReason(String text, Refusal refusal) {
    assertThat(CODEC.decode(text).refusal()).contains(refusal);
  }

  @Test
  void tooLongATextIsNotEvenLookedAt() {
    assertThat(CODEC.decode("v1." + "A".repeat(4_000) + ".AA").refusal())
        .contains(Refusal.TOO_LONG);
  }

  @Test
  void aMarkThatWouldBeTooLongIsNotWritten() {
    assertThat(CODEC.encode(new FreshnessMark("c", holed(500), ""))).isEmpty();
  }

  @Test
  void aShortSecretIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> MarkCodec.withSecret("short"))
        .hasMessage("marks.secret must have at least 16 characters, had 5");
  }

  @Test
  void theShortestSecretWillDo() {
    MarkCodec codec = MarkCodec.withSecret("x".repeat(MarkCodec.MIN_SECRET));
    assertThat(codec.decode(codec.encode(mark()).orElseThrow()).mark()).isPresent();
  }

  @Test
  void aMarkOfTheGreatestLengthIsWrittenAndRead() {
    FreshnessMark longest = new FreshnessMark("four", holed(320), "");
    String text = CODEC.encode(longest).orElseThrow();
    assertThat(text).hasSize(MarkCodec.MAX_TEXT);
    assertThat(CODEC.decode(text).mark()).contains(longest);
    assertThat(CODEC.encode(new FreshnessMark("fiver", holed(320), ""))).isEmpty();
  }

  /** Seven-digit numbers with holes between them. */
  private static MySqlGtids holed(int intervals) {
    StringBuilder text = new StringBuilder(UUID);
    for (int i = 0; i < intervals; i++) {
      text.append(':').append(1_000_000 + 2 * i);
    }
    return MySqlGtids.parse(text.toString());
  }

  private FreshnessMark mark() {
    GtidSet position =
        random.nextBoolean()
            ? MariaDbGtids.of(random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(99_999))
            : MySqlGtids.parse(UUID + ":1-" + (1 + random.nextInt(99)));
    String seenAt = random.nextBoolean() ? "" : "server." + random.nextInt(99);
    return new FreshnessMark("cluster-" + random.nextInt(9), position, seenAt);
  }
}
