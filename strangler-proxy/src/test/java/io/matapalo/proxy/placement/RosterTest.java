package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final Instance A = new Instance("a", "127.0.0.1", 80, 4);
  private static final Instance B = new Instance("b", "127.0.0.1", 81, 6);
  private static final Instance C = new Instance("c", "127.0.0.1", 82, 0);

  @Test
  void rosterIsOfTheListsThatItWasMadeOf() {
    List<Instance> all = List.of(A, B, C);
    List<Instance> two = List.of(A, B);
    Roster roster = Roster.of(all, two);
    assertThat(roster.isOf(all, two)).isTrue();
    assertThat(roster.isOf(new ArrayList<>(all), new ArrayList<>(two))).isTrue();
    assertThat(roster.isOf(all, all)).isFalse();
    assertThat(roster.isOf(two, two)).isFalse();
  }

  @Test
  void instancesAreFoundByName() {
    Roster roster = Roster.of(List.of(A, B, C), List.of(B, C));
    assertThat(roster.usable("a")).isEmpty();
    assertThat(roster.usable("b")).contains(B);
    assertThat(roster.usable("c")).contains(C);
    assertThat(roster.open("b")).contains(B);
    assertThat(roster.open("c")).isEmpty();
    assertThat(roster.closed()).containsExactly(C);
  }

  @Test
  void weightsAreReducedToLowestTerms() {
    assertThat(Weights.reduced(List.of(A, B))).containsExactly(2, 3);
    assertThat(Weights.reduced(List.of(C, C))).containsExactly(1, 1);
    assertThat(Weights.divisor(List.of(A, B, C))).isEqualTo(2);
    assertThat(Weights.divisor(List.of(C))).isEqualTo(1);
  }

  @Test
  void homeIsPutBeforeTheOthers() {
    List<Instance> order = List.of(A, B, C);
    assertThat(Ranking.startingAt(A, order)).isSameAs(order);
    assertThat(Ranking.startingAt(C, order)).containsExactly(C, A, B);
  }

  /** Proxies of two versions stand side by side during an upgrade: they must hash a datum alike. */
  @Test
  void keysOfDataAreTheSameInEveryVersion() {
    assertThat(DataKey.of("cookie:sid", "abc"))
        .isEqualTo(new DataKey(-8752746200452368798L, -8168552205776629556L));
    assertThat(DataKey.of("header:sid", "abc")).isNotEqualTo(DataKey.of("cookie:sid", "abc"));
    assertThat(DataKey.of("cookie:sid", "abd")).isNotEqualTo(DataKey.of("cookie:sid", "abc"));
    assertThat(DataKey.of("cookie:si", "dabc")).isNotEqualTo(DataKey.of("cookie:sid", "abc"));
  }
}
