package io.matapalo.router.retry;

import static io.matapalo.router.retry.DriverKind.CONNECTOR_J;
import static io.matapalo.router.retry.DriverKind.MARIADB_CONNECTOR_J;
import static io.matapalo.router.retry.Verdict.Action.FAIL;
import static io.matapalo.router.retry.Verdict.Action.OUTCOME_UNKNOWN;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each failure means, without a server; that servers and drivers say so is shown by ITs. */
final class ClassificationTest {

  private static Failure said(int code, String state, String message, Phase phase) {
    return new Failure(CONNECTOR_J, code, state, message, phase);
  }

  private static Verdict verdict(int code, Phase phase) {
    return Classification.of(said(code, "HY000", "any", phase));
  }

  @ParameterizedTest
  @CsvSource({
    "149,''",
    "1213,40001",
    "1402,XA100",
    "1614,XA102",
    "1613,XA106",
    "3058,HY000",
    "3101,40000"
  })
  void conflictsAreRetriedOnTheSameConnectionWhateverTheState(int code, String state) {
    for (Phase phase : Phase.values()) {
      Verdict verdict = Classification.of(said(code, state, "", phase));

      assertThat(verdict.action()).isEqualTo(RETRY);
      assertThat(verdict.cause()).isEqualTo(Cause.CONFLICT);
      assertThat(verdict.evicts()).isEqualTo(phase == Phase.CONNECT);
      assertThat(verdict.dooms()).isEqualTo(phase == Phase.IN_TRANSACTION || phase == Phase.COMMIT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Got error 149 \"Lock deadlock; Retry transaction\" during COMMIT | RETRY",
        "(conn=12) Got error 149 during COMMIT | RETRY",
        "Got error 35 \"Resource deadlock avoided\" during COMMIT | RETRY",
        "Got error 6 \"No such device or address\" during COMMIT | OUTCOME_UNKNOWN",
        "Got error 1491 during COMMIT | OUTCOME_UNKNOWN",
        "Error while appending streaming replication fragment(149) | OUTCOME_UNKNOWN",
        "Got error 5 \"Not connected to Primary Component\" during COMMIT | OUTCOME_UNKNOWN",
        "'' | OUTCOME_UNKNOWN",
      })
  void commitFailureIsJudgedByTheNumberInside(String message, Verdict.Action action) {
    assertThat(Classification.of(said(1180, "HY000", message, Phase.COMMIT)).action())
        .isEqualTo(action);
    assertThat(Classification.of(said(1180, "HY000", message, Phase.AUTOCOMMIT_WRITE)).action())
        .isEqualTo(action);
    assertThat(Classification.of(said(1180, "HY000", message, Phase.IN_TRANSACTION)).action())
        .isEqualTo(action == RETRY ? RETRY : FAIL);
  }

  /** Connector/J gives it the state of a deadlock, after which the transaction would be gone. */
  @ParameterizedTest
  @CsvSource({"CONNECTOR_J,40001", "MARIADB_CONNECTOR_J,HY000"})
  void lockWaitIsNoConflict(DriverKind driver, String state) {
    Verdict verdict = Classification.of(new Failure(driver, 1205, state, "", Phase.IN_TRANSACTION));

    assertThat(verdict).isEqualTo(new Verdict(RETRY, Cause.LOCK_WAIT, true, false, false));
    assertThat(verdict(1205, Phase.AUTOCOMMIT_READ).action()).isEqualTo(RETRY_ELSEWHERE);
    assertThat(verdict(1205, Phase.AUTOCOMMIT_WRITE).dooms()).isFalse();
  }

  /** MySQL says 4031 to a statement that it has not read: it had closed the idle connection. */
  @ParameterizedTest
  @EnumSource(Phase.class)
  void nothingRanOnAConnectionThatWasIdleTooLong(Phase phase) {
    Verdict verdict = verdict(4031, phase);

    assertThat(verdict.action()).isEqualTo(RETRY_ELSEWHERE);
    assertThat(verdict.evicts()).isTrue();
    assertThat(verdict.suspect()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1105 | Maximum writeset size exceeded | FAIL | FAIL",
        "1105 | (conn=8) Maximum writeset size exceeded | FAIL | FAIL",
        "1180 | Got error 90 \"wsrep_max_ws_rows exceeded\" during COMMIT | FAIL | FAIL",
        "1180 | Got error 90 \"wsrep_max_ws_size exceeded\" during COMMIT | FAIL | FAIL",
        "1105 | Unknown error | FAIL | OUTCOME_UNKNOWN",
      })
  void transactionTooLargeForItsClusterIsRefused(
      int code, String message, Verdict.Action autocommit, Verdict.Action commit) {
    Verdict alone = Classification.of(said(code, "HY000", message, Phase.AUTOCOMMIT_WRITE));
    Verdict atCommit = Classification.of(said(code, "HY000", message, Phase.COMMIT));

    assertThat(alone.action()).isEqualTo(autocommit);
    assertThat(alone.suspect()).isFalse();
    assertThat(atCommit.action()).isEqualTo(commit);
    assertThat(atCommit.dooms()).isTrue();
  }

  @Test
  void stateOfADeadlockWithoutItsNumberIsNotRetried() {
    assertThat(Classification.of(said(0, "40001", "", Phase.IN_TRANSACTION)).action())
        .isEqualTo(FAIL);
    assertThat(Classification.of(said(1644, "40001", "", Phase.IN_TRANSACTION)).action())
        .isEqualTo(FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTOR_J,0,08S01",
    "CONNECTOR_J,0,08003",
    "CONNECTOR_J,0,08007",
    "MARIADB_CONNECTOR_J,-1,08000",
    "MARIADB_CONNECTOR_J,0,25S03",
    "MARIADB_CONNECTOR_J,1220,08000",
    "MARIADB_CONNECTOR_J,1927,70100",
    "OTHER,0,08006",
    "CONNECTOR_J,1927,HY000",
  })
  void lostLinkIsJudgedByThePhase(DriverKind driver, int code, String state) {
    assertThat(lost(driver, code, state, Phase.CONNECT).action()).isEqualTo(RETRY_ELSEWHERE);
    assertThat(lost(driver, code, state, Phase.IN_TRANSACTION))
        .isEqualTo(new Verdict(RETRY, Cause.LINK_LOST, true, true, true));
    assertThat(lost(driver, code, state, Phase.AUTOCOMMIT_READ).action()).isEqualTo(RETRY);
    assertThat(lost(driver, code, state, Phase.AUTOCOMMIT_WRITE).action())
        .isEqualTo(OUTCOME_UNKNOWN);
    assertThat(lost(driver, code, state, Phase.COMMIT).action()).isEqualTo(OUTCOME_UNKNOWN);
    assertThat(lost(driver, code, state, Phase.ROLLBACK).evicts()).isTrue();
  }

  private static Verdict lost(DriverKind driver, int code, String state, Phase phase) {
    return Classification.of(new Failure(driver, code, state, "", phase));
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTOR_J,0,S1009", // a wrong argument
    "CONNECTOR_J,0,25S03", // not a state of this driver's
    "CONNECTOR_J,1220,08000",
    "MARIADB_CONNECTOR_J,-1,HY000",
    "MARIADB_CONNECTOR_J,0,40001",
  })
  void codeOrStateAloneIsNoLostLink(DriverKind driver, int code, String state) {
    assertThat(lost(driver, code, state, Phase.IN_TRANSACTION).cause()).isEqualTo(Cause.OTHER);
  }

  /** 08S01 is the state of these too, and their meaning is another. */
  @Test
  void serverThatSpeaksIsNoLostLink() {
    assertThat(Classification.of(said(1047, "08S01", "", Phase.AUTOCOMMIT_WRITE)).action())
        .isEqualTo(RETRY_ELSEWHERE);
    assertThat(Classification.of(said(1047, "08S01", "", Phase.COMMIT)).action())
        .isEqualTo(OUTCOME_UNKNOWN);
    assertThat(Classification.of(said(1053, "08S01", "", Phase.IN_TRANSACTION)).cause())
        .isEqualTo(Cause.OVERLOAD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The MariaDB server is running with the --read-only option so it cannot execute | RETRY_ELSEWHERE",
        "The MySQL server is running with the --super-read-only option so it cannot | RETRY_ELSEWHERE",
        "The MariaDB server is running with the read_only=ON option | RETRY_ELSEWHERE",
        "The MariaDB server is running with the --skip-grant-tables option so it cannot | FAIL",
        "The MySQL server is running with the --secure-file-priv option so it cannot | FAIL",
      })
  void otherOptionsAreNoReadOnlyNode(String message, Verdict.Action action) {
    Verdict verdict = Classification.of(said(1290, "HY000", message, Phase.IN_TRANSACTION));

    assertThat(verdict.action()).isEqualTo(action);
    assertThat(verdict.dooms()).isEqualTo(action == RETRY_ELSEWHERE);
    assertThat(verdict.evicts()).isEqualTo(action == RETRY_ELSEWHERE);
  }

  @ParameterizedTest
  @CsvSource({
    "1062,false",
    "1064,false",
    "1451,false",
    "3024,false",
    "1969,false",
    "1317,true",
    "1206,true"
  })
  void errorsOfTheStatementAreHandedUp(int code, boolean dooms) {
    assertThat(verdict(code, Phase.IN_TRANSACTION).action()).isEqualTo(FAIL);
    assertThat(verdict(code, Phase.IN_TRANSACTION).dooms()).isEqualTo(dooms);
    assertThat(verdict(code, Phase.AUTOCOMMIT_WRITE).action()).isEqualTo(FAIL);
    assertThat(verdict(code, Phase.AUTOCOMMIT_WRITE).dooms()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void everyFailureHasAVerdictThatHangsTogether(Phase phase) {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    List<String> states = List.of("", "08S01", "08000", "25S03", "40001", "HY000", "70100");
    for (int code = -2; code < 5_000; code++) {
      for (DriverKind driver : DriverKind.values()) {
        String state = states.get(random.nextInt(states.size()));
        Verdict verdict = Classification.of(new Failure(driver, code, state, "", phase));

        String what = driver + " " + code + " " + state + " " + phase;
        if (verdict.action() == OUTCOME_UNKNOWN) {
          assertThat(verdict.evicts()).as(what).isTrue();
          assertThat(phase).as(what).isIn(Phase.COMMIT, Phase.AUTOCOMMIT_WRITE);
        }
        boolean open = phase == Phase.IN_TRANSACTION || phase == Phase.COMMIT;
        assertThat(verdict.dooms() && !open).as(what).isFalse();
        if (phase == Phase.IN_TRANSACTION && verdict.mayRunAgain()) {
          assertThat(verdict.dooms() || verdict.cause() == Cause.OVERLOAD).as(what).isTrue();
        }
        if (phase == Phase.COMMIT && verdict.action() == FAIL) {
          throw new AssertionError("a failed COMMIT is retried or unknown: " + what);
        }
        if (phase == Phase.ROLLBACK && verdict.cause() != Cause.CONFLICT) {
          assertThat(verdict.evicts()).as(what).isTrue();
        }
      }
    }
  }

  @Test
  void lostLinkOfAnEdgeCountsWhateverCodeAndState() {
    Failure failure = new Failure(MARIADB_CONNECTOR_J, 0, "", "", Phase.COMMIT, true);

    assertThat(Classification.of(failure).action()).isEqualTo(OUTCOME_UNKNOWN);
    assertThat(Classification.of(failure).cause()).isEqualTo(Cause.LINK_LOST);
  }
}
