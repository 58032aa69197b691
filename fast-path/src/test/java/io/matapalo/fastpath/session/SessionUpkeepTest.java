package io.matapalo.fastpath.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of last uses, the one expiry, and the values that sessions are made of. */
final class SessionUpkeepTest {

  private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
  private static final SessionTimes TIMES = SessionTimes.DEFAULT;
  private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(8), () -> 0L);

  private final SessionShelf shelf = new SessionShelf();

  @Test
  void manyLastUsesAreWrittenInFewStatements() {
    LastUses uses = new LastUses(1_000);
    IntStream.range(0, 450).forEach(id -> uses.note(new LastUse(450 - id, START)));

    new LastUseWriter(uses, shelf, TIMES, () -> START, () -> DEADLINE).flush();

    assertThat(shelf.batches).containsExactly(200, 200, 50);
    assertThat(uses.size()).isZero();
  }

  @Test
  void lastUsesComeInTheOrderOfTheirSessionsAndTheLaterOneCounts() {
    LastUses uses = new LastUses(2);
    assertThat(uses.note(new LastUse(9, START))).isTrue();
    assertThat(uses.note(new LastUse(3, START.plusSeconds(1)))).isTrue();
    assertThat(uses.note(new LastUse(3, START))).isTrue();
    assertThat(uses.note(new LastUse(5, START))).as("no room").isFalse();

    assertThat(uses.take())
        .containsExactly(new LastUse(3, START.plusSeconds(1)), new LastUse(9, START));
    assertThat(uses.take()).isEmpty();
  }

  @Test
  void expiredRowsAreKeptForAWhileAndThenDeletedInBatches() {
    Instant now = START.plus(TIMES.life()).plus(TIMES.keepExpired());
    for (int i = 0; i < 1_200; i++) {
      shelf.put("old" + i, i, START.minusSeconds(1), TIMES.life());
    }
    shelf.put("kept", 5_000, START, TIMES.life());

    new ExpiredSessions(shelf, TIMES, () -> now, () -> DEADLINE).remove();

    assertThat(shelf.batches).containsExactly(500, 500, 200);
    assertThat(shelf.row("kept").id()).isEqualTo(5_000);
  }

  @Test
  void failedExpiryIsLeftForTheNextTime() {
    shelf.broken = true;
    new ExpiredSessions(shelf, TIMES, () -> START, () -> DEADLINE).remove();
    assertThat(shelf.batches).isEmpty();
  }

  @Test
  void tokenIsSixtyFourDigitsAndInNoTextForm() {
    SessionToken token = SessionToken.next(new Random(4));

    assertThat(token.text()).matches("[0-9a-f]{64}");
    assertThat(token.toString()).doesNotContain(token.text());
    assertThat(SessionToken.next(new Random(5)).text()).isNotEqualTo(token.text());
    assertThat(SessionToken.of("abc").digest())
        .as("FIPS 180-2, appendix B.1")
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void lagIsAtMostHalfALife() {
    Duration life = Duration.ofMinutes(10);
    assertThatThrownBy(
            () -> new SessionTimes(life, Duration.ofMinutes(6), Duration.ofSeconds(1), life))
        .hasMessage("session-lag must be at most half of session-life PT10M, was PT6M");
    assertThatThrownBy(() -> new SessionTimes(life, Duration.ofMinutes(1), Duration.ZERO, life))
        .hasMessage("session-flush-every must be longer than 0, was PT0S");
  }
}
