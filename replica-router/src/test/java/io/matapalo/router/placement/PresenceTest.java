package io.matapalo.router.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.placement.Presence.Standing;
import org.junit.jupiter.api.Test;

final class PresenceTest {

  private static final long SECOND = 1_000_000_000L;
  private static final ReturnPolicy POLICY = new ReturnPolicy(10 * SECOND, 300 * SECOND);

  private Presence node = Presence.NEW;
  private long now = 1_000 * SECOND;

  @Test
  void theFirstAnswerPutsANodeToUse() {
    see(true);
    assertThat(node.isInUse()).isTrue();
  }

  @Test
  void aLostNodeIsUsedAgainAfterTenHealthySeconds() {
    inUseThenLost();
    see(true);
    assertThat(node.standing()).isEqualTo(Standing.RETURNING);
    healthyFor(9);
    assertThat(node.isInUse()).isFalse();
    healthyFor(1);
    assertThat(node.isInUse()).isTrue();
  }

  @Test
  void aNodeThatDiesEveryThreeSecondsNeverGetsItsPairBack() {
    inUseThenLost();
    for (int i = 0; i < 1_000; i++) {
      see(true);
      healthyFor(3);
      assertThat(node.isInUse()).as("round %d", i).isFalse();
      see(false);
    }
    assertThat(node.losses()).isEqualTo(1);
  }

  /** It outlives the first wait each time; each loss doubles the next. */
  @Test
  void aNodeThatDiesEveryElevenSecondsIsUsedOnce() {
    inUseThenLost();
    int uses = 0;
    for (int i = 0; i < 1_000; i++) {
      see(true);
      healthyFor(11);
      uses += node.isInUse() ? 1 : 0;
      see(false);
    }
    assertThat(uses).isEqualTo(1);
  }

  @Test
  void theWaitDoublesUpToItsLimit() {
    long[] expected = {10, 20, 40, 80, 160, 300, 300};
    see(true);
    for (long seconds : expected) {
      see(false);
      see(true);
      healthyFor(seconds - 1);
      assertThat(node.isInUse()).as("a second before %d", seconds).isFalse();
      healthyFor(1);
      assertThat(node.isInUse()).as("after %d", seconds).isTrue();
    }
  }

  @Test
  void timeInUseTakesTheDoublingBack() {
    inUseThenLost();
    see(true);
    healthyFor(10);
    see(false);
    see(true);
    healthyFor(20);
    assertThat(node.losses()).isEqualTo(2);
    healthyFor(700);
    see(false);
    assertThat(node.losses()).isEqualTo(1);
  }

  @Test
  void aNodeThatWasDownAtTheStartIsUsedOnceItAnswers() {
    see(false);
    assertThat(node.isInUse()).isFalse();
    see(true);
    assertThat(node.isInUse()).isTrue();
  }

  @Test
  void withoutAWaitItIsUsedAtOnce() {
    ReturnPolicy none = new ReturnPolicy(0, 0);
    Presence seen = Presence.NEW.seen(true, 1, none).seen(false, 2, none).seen(true, 3, none);
    assertThat(seen.isInUse()).isTrue();
  }

  @Test
  void aWaitIsDoubledWhereThatIsWithinTheLimit() {
    ReturnPolicy odd = new ReturnPolicy(1, 3);
    assertThat(odd.waitNanos(1)).isEqualTo(1);
    assertThat(odd.waitNanos(2)).isEqualTo(2);
    assertThat(odd.waitNanos(3)).isEqualTo(3);
  }

  private void inUseThenLost() {
    see(true);
    healthyFor(60);
    see(false);
  }

  private void see(boolean healthy) {
    node = node.seen(healthy, now, POLICY);
  }

  private void healthyFor(long seconds) {
    for (long quarter = 0; quarter < seconds * 4; quarter++) {
      now += SECOND / 4;
      see(true);
    }
  }
}
