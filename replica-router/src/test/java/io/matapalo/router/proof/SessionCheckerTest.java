package io.matapalo.router.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.proof.SessionChecker.Guarantee;
import io.matapalo.router.proof.SessionChecker.Violation;
import org.junit.jupiter.api.Test;

/** Violations planted into sessions are found, each once and by its name. */
final class SessionCheckerTest {
  private final SessionChecker session = new SessionChecker("s1");

  @Test
  void versionsThatGrowAreFine() {
    session.read(1, 0);
    session.wrote(1, 4);
    session.read(1, 4);
    session.read(1, 9);
    session.read(1, 9);
    session.read(2, 3);
    assertThat(session.violations()).isEmpty();
  }

  @Test
  void missingAnOwnWrite() {
    session.wrote(1, 4);
    session.read(1, 3);
    session.read(1, 4);
    assertThat(session.violations())
        .containsExactly(new Violation(Guarantee.READ_YOUR_WRITES, "s1", 1, 4, 3));
  }

  @Test
  void goingBackBehindARead() {
    session.read(1, 7);
    session.read(1, 6);
    session.read(1, 6);
    assertThat(session.violations())
        .containsExactly(
            new Violation(Guarantee.MONOTONIC_READS, "s1", 1, 7, 6),
            new Violation(Guarantee.MONOTONIC_READS, "s1", 1, 7, 6));
  }

  @Test
  void goingBackBehindAReadThatWasAfterAnOwnWrite() {
    session.wrote(1, 4);
    session.read(1, 8);
    session.read(1, 5);
    assertThat(session.violations())
        .containsExactly(new Violation(Guarantee.MONOTONIC_READS, "s1", 1, 8, 5));
  }

  @Test
  void aRowThatIsNotThereYetHasVersionZero() {
    session.wrote(1, 1);
    session.read(1, 0);
    assertThat(session.violations())
        .containsExactly(new Violation(Guarantee.READ_YOUR_WRITES, "s1", 1, 1, 0));
  }

  @Test
  void eachKeyForItself() {
    session.wrote(1, 9);
    session.read(2, 1);
    assertThat(session.violations()).isEmpty();
  }
}
