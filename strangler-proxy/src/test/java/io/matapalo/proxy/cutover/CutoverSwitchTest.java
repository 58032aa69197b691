package io.matapalo.proxy.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CutoverSwitchTest {

  @Test
  void thePublishedStateIsInForce() {
    CutoverState first = new CutoverState(CutoverTable.allLegacy(), new CutoverState.Missing());
    CutoverSwitch cutover = new CutoverSwitch(first);
    assertThat(cutover.state()).isSameAs(first);
    assertThat(cutover.table()).isSameAs(first.table());

    CutoverState next =
        new CutoverState(new CutoverTable(2, Map.of("buy", Side.FAST)), new CutoverState.Good());
    cutover.publish(next);
    assertThat(cutover.state()).isSameAs(next);
    assertThat(cutover.table()).isSameAs(next.table());
  }

  @Test
  void sidesAreReadByTheirLabels() {
    for (Side side : Side.values()) {
      assertThat(Side.parse(side.label())).contains(side);
    }
    assertThat(Side.FAST.label()).isEqualTo("fast");
    assertThat(Side.parse("Fast")).isEmpty();
  }
}
