package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.StepWire.Step;
import io.matapalo.fastpath.session.SessionTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fast path is killed at each step of writing what it keeps: counts of uses, and last uses of
 * sessions. SIGTERM makes it write them, so the steps are those of an orderly end.
 */
@Tag("deep")
final class FlushKillIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int USES = 5;

  @TempDir private Path ownFolder;
  private StepWire wire;

  @BeforeEach
  void open() throws SQLException {
    wire = StepWire.to(stack);
    stack.update(
        "INSERT INTO instruction (instruction_reference, request_id, request_digest, customer_id,"
            + " payment_token, card_last_four, amount, currency, frequency, status, created_at)"
            + " VALUES ('I-KILL', 'kill-flush', REPEAT('d', 64), 51, 'pay_1', '1111', 1, 'EUR',"
            + " 'MONTHLY', 'ACTIVE', NOW(3))");
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void aUseIsCountedOnceAndASessionLivesOn() throws Exception {
    List<Step> steps = stepsWhenNobodyIsKilled();
    assertThat(steps)
        .extracting(Step::words)
        .anyMatch("commit"::equalsIgnoreCase)
        .anyMatch(words -> words.startsWith("UPDATE usage_counter"))
        .anyMatch(words -> words.contains("customer_session"));
    System.out.printf("flush has %d steps%n", steps.size());
    int number = 0;
    for (Step step : steps) {
      killAt(++number, step);
    }
  }

  private List<Step> stepsWhenNobodyIsKilled() throws IOException, SQLException {
    long before = used();
    try (FastPathProcess process = wire.startFastPath(ownFolder, stack.newJournal())) {
      useIt(process.client(), login(process.client()));
      List<Step> steps =
          wire.stepsOf(() -> {
            process.process().destroy();
            process.process().onExit().join();
          });
      assertThat(used() - before).isEqualTo(USES);
      return steps;
    }
  }

  private void killAt(int number, Step step) throws IOException, SQLException {
    Path journal = stack.newJournal();
    long before = used();
    String token;
    Instant lastUse;
    try (FastPathProcess process = wire.startFastPath(ownFolder, journal)) {
      token = login(process.client());
      lastUse = useIt(process.client(), token);
      StepWire.Held held = wire.holdAt(step);
      process.process().destroy();
      assertThat(held.awaitIt(SOON)).as(step.toString()).isTrue();
      process.kill();
      wire.cut();
    }
    System.out.printf("flush %2d %s%n      left: counted %d%n", number, step, used() - before);
    assertThatTheSessionLivesAsLongAsPromised(token, lastUse);
    try (FastPathServer next = FastPathServer.start(stack.configOn(journal))) {
      assertThat(get(new SoapClient(next.url()), token)).isEqualTo(200);
    }
    assertThat(used() - before).isEqualTo(USES + 1);
  }

  /** Less the lag that a row may have, which is all that may be lost. */
  private static void assertThatTheSessionLivesAsLongAsPromised(String token, Instant lastUse)
      throws SQLException {
    SessionTimes times = SessionTimes.DEFAULT;
    LocalDateTime least =
        LocalDateTime.ofInstant(lastUse.plus(times.life()).minus(times.lag()), ZoneOffset.UTC);
    assertThat(
            stack.rows(
                "SELECT expires_at >= ?, expires_at <= UTC_TIMESTAMP(3) + INTERVAL 30 MINUTE FROM"
                    + " customer_session WHERE token_hash = SHA2(?, 256)",
                least,
                token))
        .containsExactly("1|1");
  }

  private static String login(SoapClient at) {
    SoapClient.Answer answer =
        at.ask(
            "sessions", "login", "<customerId>21</customerId><password>curtain-up-2026</password>");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.text("token");
  }

  /** When the last use began. */
  private static Instant useIt(SoapClient at, String token) {
    Instant begun = Instant.MIN;
    for (int i = 0; i < USES; i++) {
      begun = Instant.now();
      assertThat(get(at, token)).isEqualTo(200);
    }
    return begun;
  }

  private static int get(SoapClient from, String token) {
    String header =
        "<e:Header><sessionToken xmlns='http://turnstile.example/session/v3'>"
            + token
            + "</sessionToken></e:Header>";
    return from.ask("instructions", header, "get", "<reference>I-KILL</reference>").status();
  }

  private static long used() throws SQLException {
    return Long.parseLong(
        stack.rows("SELECT used FROM usage_counter WHERE name = 'instructions'").getFirst());
  }
}
