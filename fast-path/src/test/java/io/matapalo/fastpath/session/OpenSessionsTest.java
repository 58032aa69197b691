package io.matapalo.fastpath.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What a use costs, and by how much a row may lag behind it. */
final class OpenSessionsTest {

  private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
  private static final SessionTimes TIMES = SessionTimes.DEFAULT;
  private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(8), () -> 0L);

  private final SessionShelf shelf = new SessionShelf();
  private final LastUses uses = new LastUses(2);
  private final Counters counters = new Counters();
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final OpenSessions sessions = new OpenSessions(shelf, uses, TIMES, clock, counters);
  private final LastUseWriter writer = new LastUseWriter(uses, shelf, TIMES, clock, () -> DEADLINE);

  @Test
  void useIsOneReadAndIsWrittenBehind() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    for (int second = 1; second <= 60; second++) {
      now = START.plusSeconds(second);
      assertThat(sessions.use(SessionToken.of("a"), DEADLINE))
          .isInstanceOf(SessionStatus.Open.class);
    }

    assertThat(shelf.reads).isEqualTo(60);
    assertThat(shelf.writes).isZero();
    assertThat(counters.valueOf(EventCounter.SESSION_USE_DEFERRED)).isEqualTo(60);
    writer.flush();
    assertThat(shelf.batches).containsExactly(1);
    assertThat(shelf.row("a").lastUsedAt()).isEqualTo(START.plusSeconds(60));
    assertThat(shelf.row("a").expiresAt()).isEqualTo(START.plusSeconds(60).plus(TIMES.life()));
  }

  @Test
  void useThatLeavesTheRowTooFarBehindIsWrittenAtOnce() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    now = START.plus(TIMES.lag()).plusMillis(1);

    sessions.use(SessionToken.of("a"), DEADLINE);

    assertThat(shelf.writes).isEqualTo(1);
    assertThat(uses.size()).isZero();
    assertThat(shelf.row("a").expiresAt()).isEqualTo(now.plus(TIMES.life()));
  }

  /** Whatever becomes of the process, and however often no flush succeeds. */
  @Test
  void rowNeverEndsASessionEarlierThanByTheLag() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    for (int use = 0; use < 2_000; use++) {
      now = now.plusSeconds(1 + use * 7_919L % 1_500);
      assertThat(sessions.use(SessionToken.of("a"), DEADLINE))
          .isInstanceOf(SessionStatus.Open.class);
      assertThat(shelf.row("a").expiresAt())
          .isAfterOrEqualTo(now.plus(TIMES.life()).minus(TIMES.lag()));
    }
  }

  @Test
  void useThatFindsNoRoomIsWrittenAtOnce() throws SQLException {
    for (int id = 1; id <= 3; id++) {
      shelf.put("t" + id, id, START, TIMES.life());
      sessions.use(SessionToken.of("t" + id), DEADLINE);
    }

    assertThat(uses.size()).isEqualTo(2);
    assertThat(shelf.writes).isEqualTo(1);
    assertThat(counters.valueOf(EventCounter.SESSION_USE_WRITTEN)).isEqualTo(1);
  }

  @Test
  void expiredAndUnknownAreToldApartAndWriteNothing() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    now = START.plus(TIMES.life());

    for (SessionToken token : new SessionToken[] {SessionToken.of("a"), SessionToken.of("b")}) {
      Class<?> expected =
          token.text().equals("a") ? SessionStatus.Expired.class : SessionStatus.Unknown.class;
      assertThat(sessions.use(token, DEADLINE)).isInstanceOf(expected);
      assertThat(sessions.keepAlive(token, DEADLINE)).isInstanceOf(expected);
      assertThat(sessions.end(token, DEADLINE)).isInstanceOf(expected);
    }
    assertThat(shelf.writes).isZero();
    assertThat(uses.size()).isZero();
  }

  @Test
  void keepAliveTellsWhatItWrote() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    now = START.plusSeconds(5);

    SessionStatus kept = sessions.keepAlive(SessionToken.of("a"), DEADLINE);

    assertThat(kept).isEqualTo(new SessionStatus.Open(shelf.row("a")));
    assertThat(shelf.row("a").expiresAt()).isEqualTo(now.plus(TIMES.life()));
  }

  @Test
  void endedSessionIsUnknownAndAnOldUseDoesNotBringItBack() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    sessions.use(SessionToken.of("a"), DEADLINE);

    assertThat(sessions.end(SessionToken.of("a"), DEADLINE)).isInstanceOf(SessionStatus.Open.class);
    writer.flush();

    assertThat(sessions.use(SessionToken.of("a"), DEADLINE))
        .isInstanceOf(SessionStatus.Unknown.class);
  }

  @Test
  void failedFlushIsMadeUpForByTheNext() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    now = START.plusSeconds(30);
    sessions.use(SessionToken.of("a"), DEADLINE);
    shelf.broken = true;
    writer.flush();
    assertThat(uses.size()).isEqualTo(1);
    assertThat(shelf.row("a").lastUsedAt()).isEqualTo(START);

    shelf.broken = false;
    now = START.plusSeconds(40);
    writer.flush();
    assertThat(shelf.row("a").lastUsedAt()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void useThatMustBeWrittenAndCannotFails() {
    shelf.put("a", 1, START, TIMES.life());
    shelf.broken = true;
    now = START.plusSeconds(600);

    assertThatThrownBy(() -> sessions.use(SessionToken.of("a"), DEADLINE))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void lateFlushDoesNotReviveWhatHasExpired() throws SQLException {
    shelf.put("a", 1, START, TIMES.life());
    now = START.plusSeconds(30);
    sessions.use(SessionToken.of("a"), DEADLINE);
    now = START.plus(TIMES.life()).plusSeconds(10);
    writer.flush();

    assertThat(sessions.use(SessionToken.of("a"), DEADLINE))
        .isInstanceOf(SessionStatus.Expired.class);
  }
}
