package io.matapalo.router.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.FailureRule.Effect;
import io.matapalo.router.retry.Verdict.Action;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rows of the table are made of. */
final class FailureRuleTest {

  @Test
  void aMatchIsOfItsCodesAndSaysSo() {
    FailureMatch codes = FailureMatch.codes(1040, 1203);
    assertThat(codes.holds(failure(1203))).isTrue();
    assertThat(codes.holds(failure(1053))).isFalse();
    assertThat(codes.text()).isEqualTo("1040, 1203");
  }

  @Test
  void aMatchIsNarrowedAndWidened() {
    FailureMatch narrow = FailureMatch.codes(1290).where("if lost", failure -> failure.linkLost());
    assertThat(narrow.holds(failure(1290))).isFalse();
    assertThat(narrow.holds(failure(1290).withLinkLost())).isTrue();
    assertThat(narrow.text()).isEqualTo("1290 if lost");
    FailureMatch wide = FailureMatch.codes(1927).or("or lost", failure -> failure.linkLost());
    assertThat(wide.holds(failure(1927))).isTrue();
    assertThat(wide.holds(failure(1290))).isFalse();
    assertThat(wide.holds(failure(1290).withLinkLost())).isTrue();
    assertThat(wide.text()).isEqualTo("1927; or lost");
    assertThat(FailureMatch.others().holds(failure(1062))).isTrue();
  }

  @Test
  void aReactionIsOfAPhase() {
    assertThat(inAllPhases(Reaction.always(Action.RETRY))).containsOnly(Action.RETRY);
    Reaction mixed =
        Reaction.butUnknownAtCommit(Action.FAIL)
            .withConnect(Action.RETRY_ELSEWHERE)
            .withAutocommitRead(Action.RETRY)
            .withAutocommitWrite(Action.OUTCOME_UNKNOWN);
    assertThat(inAllPhases(mixed))
        .containsExactly(
            Action.RETRY_ELSEWHERE,
            Action.FAIL,
            Action.OUTCOME_UNKNOWN,
            Action.RETRY,
            Action.OUTCOME_UNKNOWN,
            Action.FAIL);
  }

  @Test
  void aRowJudgesByPhase() {
    FailureRule row =
        FailureRule.of(
            "a row",
            FailureMatch.others(),
            Cause.OVERLOAD,
            Reaction.butUnknownAtCommit(Action.RETRY),
            Effect.SUSPECT);
    assertThat(row.in(Phase.IN_TRANSACTION))
        .isEqualTo(new Verdict(Action.RETRY, Cause.OVERLOAD, false, false, true));
    assertThat(row.in(Phase.COMMIT))
        .isEqualTo(new Verdict(Action.OUTCOME_UNKNOWN, Cause.OVERLOAD, true, true, true));
    assertThat(row.in(Phase.ROLLBACK).evicts()).isTrue();
    assertThat(row.in(Phase.CONNECT).evicts()).isTrue();
  }

  @Test
  void aFailureIsMovedToAnotherPhase() {
    Failure moved = failure(1213).in(Phase.COMMIT);
    assertThat(moved)
        .isEqualTo(new Failure(DriverKind.OTHER, 1213, "40001", "said", Phase.COMMIT, false));
    assertThat(moved.withLinkLost().linkLost()).isTrue();
  }

  private static List<Action> inAllPhases(Reaction reaction) {
    return Arrays.stream(Phase.values()).map(reaction::in).toList();
  }

  private static Failure failure(int code) {
    return new Failure(DriverKind.OTHER, code, "40001", "said", Phase.IN_TRANSACTION, false);
  }
}
