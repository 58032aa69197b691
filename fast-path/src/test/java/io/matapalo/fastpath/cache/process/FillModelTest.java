package io.matapalo.fastpath.cache.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All interleavings of a small model of the process scope: {@link FillModel} has its steps and
 * rules. With all rules no read is older than what was told; without any one of them some read is.
 */
final class FillModelTest {

  @Test
  void noReadIsOlderThanWhatWasTold() {
    Explored explored = explore(EnumSet.allOf(FillModel.Rule.class));
    assertThat(explored.staleRead()).isEmpty();
    assertThat(explored.states()).isGreaterThan(10_000);
    assertThat(explored.hits()).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource
  void withoutARuleSomeReadIs(FillModel.Rule rule) {
    assertThat(explore(EnumSet.complementOf(EnumSet.of(rule))).staleRead()).isPresent();
  }

  /**
   * What was found.
   *
   * @param hits states in which a read was served by an entry
   */
  private record Explored(int states, long hits, Optional<FillModel> staleRead) {}

  private static Explored explore(Set<FillModel.Rule> rules) {
    Set<FillModel> known = new HashSet<>();
    Deque<FillModel> open = new ArrayDeque<>();
    FillModel start = FillModel.start();
    known.add(start);
    open.push(start);
    long hits = 0;
    while (!open.isEmpty()) {
      FillModel state = open.pop();
      if (state.isStaleRead()) {
        return new Explored(known.size(), hits, Optional.of(state));
      }
      hits += state.isHit() ? 1 : 0;
      for (FillModel next : state.successors(rules)) {
        if (known.add(next)) {
          open.push(next);
        }
      }
    }
    return new Explored(known.size(), hits, Optional.empty());
  }
}
