package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.retry.Backoff;
import io.matapalo.router.retry.RetryBudget;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionSettingsTest {

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(TransactionSettings.DEFAULT)
        .isEqualTo(
            new TransactionSettings(
                "matapalo_outcome",
                Duration.ofSeconds(10),
                Duration.ofDays(7),
                Backoff.STANDARD,
                RetryBudget.STANDARD,
                Duration.ofSeconds(15),
                TopologyKind.SINGLE));
  }

  @Test
  void takesItsKeysAndLeavesTheOthers() {
    TransactionSettings settings =
        TransactionSettings.from(
            Map.of("outcome.deadline", "30s", "topology", "multi-primary", "marks", "on"));
    assertThat(settings.outcomeDeadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.topology()).isEqualTo(TopologyKind.MULTI_PRIMARY);
  }

  @ParameterizedTest
  @CsvSource({"2ms, 250ms, 20", "50ms, 250ms, 50", "2ms, 10ms, 10"})
  void theLongBaseStaysBetweenTheOthers(String base, String cap, long millis) {
    TransactionSettings settings =
        TransactionSettings.from(Map.of("retry.base", base, "retry.cap", cap));
    assertThat(settings.backoff().longBaseNanos()).isEqualTo(millis * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "outcome.deadline, 11m",
    "outcome.deadline, soon",
    "outcome.horizon, 59m",
    "retry.base, 0ms",
    "retry.cap, 1ms",
    "retry.node-wait, 11m",
    "retry.budget-share, 1.1",
    "retry.budget-share, 0.105",
    "retry.budget-share, NaN",
    "retry.budget-share, some",
    "retry.budget-floor, 1.5",
    "retry.long-base, 1ms",
    "retry.long-base, 251ms",
    "retry.budget-floor, -1"
  })
  void refusesWhatIsOutOfBoundsAndNamesTheKey(String key, String value) {
    assertThatThrownBy(() -> TransactionSettings.from(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;drop", "shop.outcome", "`a`"})
  void refusesNamesOfTablesThatAreNoNames(String name) {
    TransactionSettings settings = TransactionSettings.from(Map.of("outcome.table", name));
    FakeDatabase database = new FakeDatabase();
    ManualClock time = new ManualClock();
    assertThatThrownBy(() -> time.runner(database.source(), settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outcome.table");
  }

  @Test
  void writesKeepARowAndReadsNone() {
    assertThat(TransactionPolicy.writing("Shop.buy").outcomeRow()).isTrue();
    assertThat(TransactionPolicy.writing("Shop.buy").withoutOutcomeRow().outcomeRow()).isFalse();
    assertThat(TransactionPolicy.reading("Shop.look").outcomeRow()).isFalse();
  }

  @Test
  void aPolicyGoesOnWithTheTimeThatIsLeft() {
    TransactionPolicy policy = TransactionPolicy.writing("buy").withDeadline(Duration.ofSeconds(5));
    assertThat(policy.after(Duration.ofSeconds(2)).deadline()).isEqualTo(Duration.ofSeconds(3));
    assertThat(policy.after(Duration.ofSeconds(9)).deadline()).isEqualTo(Duration.ofMillis(1));
    assertThat(policy.looking().deadline()).isEqualTo(policy.deadline());
    assertThat(policy.looking().outcomeRow()).isFalse();
  }

  @Test
  void refusesPoliciesThatCannotBeKept() {
    TransactionPolicy policy = TransactionPolicy.writing("Shop.buy");
    assertThatThrownBy(() -> policy.withAttempts(0)).hasMessageContaining("attempts must be 1");
    assertThatThrownBy(() -> policy.withAttempts(101)).hasMessageContaining("was 101");
    assertThatThrownBy(() -> policy.withDeadline(Duration.ZERO)).hasMessageContaining("deadline");
    assertThatThrownBy(() -> policy.withIsolation(3)).hasMessageContaining("was 3");
    assertThatThrownBy(() -> TransactionPolicy.writing(" ")).hasMessageContaining("operation");
    assertThatThrownBy(() ->
            new TransactionPolicy(
                "Shop.look", Intent.READ, -1, 5, Duration.ofSeconds(1), true, Optional.empty()))
        .hasMessageContaining("a read keeps no outcome row");
  }
}
