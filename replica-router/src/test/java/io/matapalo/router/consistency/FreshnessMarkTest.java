package io.matapalo.router.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FreshnessMarkTest {

  @Test
  void aLaterWriteAtTheSameServerKeepsTheServer() {
    FreshnessMark mark = mark("0-1-5", "a").plus(MariaDbGtids.parse("0-1-9"), "a");
    assertThat(mark).isEqualTo(mark("0-1-9", "a"));
  }

  @Test
  void whereOneHoldsAllOfTheOtherItsServerStands() {
    assertThat(mark("0-1-5", "a").merge(mark("0-1-9", "b"))).isEqualTo(mark("0-1-9", "b"));
    assertThat(mark("0-1-9", "b").merge(mark("0-1-5", "a"))).isEqualTo(mark("0-1-9", "b"));
  }

  @Test
  void marksOfDifferentServersThatHoldNotOneAnotherAreOfNoServer() {
    assertThat(mark("0-1-5", "a").merge(mark("7-1-1", "b"))).isEqualTo(mark("0-1-5,7-1-1", ""));
    assertThat(mark("0-1-5", "a").merge(mark("7-1-1", "a"))).isEqualTo(mark("0-1-5,7-1-1", "a"));
  }

  @Test
  void whatCannotBeToldStaysSoWhateverIsAdded() {
    FreshnessMark mark = mark("0-1-5", "a").unbounded();
    assertThat(mark.plus(MariaDbGtids.parse("0-1-9"), "b").isUnbounded()).isTrue();
    assertThat(mark("0-1-9", "b").merge(mark).isUnbounded()).isTrue();
    assertThat(FreshnessMark.nothing("c", Dialect.MYSQL).unbounded().isEmpty()).isFalse();
  }

  @Test
  void marksOfDifferentClustersAreNotMerged() {
    FreshnessMark other = new FreshnessMark("d", MariaDbGtids.NONE, "");
    assertThatThrownBy(() -> mark("0-1-5", "a").merge(other))
        .hasMessage("marks of clusters 'c' and 'd' cannot be merged");
  }

  @Test
  void namesThatWouldBreakTheTextAreRefused() {
    assertThatThrownBy(() -> new FreshnessMark("a|b", MariaDbGtids.NONE, ""))
        .hasMessageContaining("cluster must be at most 100 visible ASCII characters without |");
    assertThatThrownBy(() -> new FreshnessMark("", MariaDbGtids.NONE, ""))
        .hasMessageContaining("must not be empty");
    assertThatThrownBy(() -> new FreshnessMark("c", MariaDbGtids.NONE, "x".repeat(101)))
        .hasMessageContaining("seen-at");
  }

  @Test
  void namesMayBeAsLongAsTheirLimitAndOfAnyVisibleCharacter() {
    String longest = "!~" + "x".repeat(FreshnessMark.MAX_IDENTITY - 2);
    assertThat(new FreshnessMark(longest, MariaDbGtids.NONE, longest).cluster()).isEqualTo(longest);
    for (String refused : new String[] {"a b", "a\u007f", "é"}) {
      assertThatThrownBy(() -> new FreshnessMark(refused, MariaDbGtids.NONE, ""))
          .as(refused)
          .hasMessageContaining("visible ASCII characters");
    }
  }

  @Test
  void ofTwoEqualPositionsTheOneWithAServerStands() {
    assertThat(mark("0-1-5", "").merge(mark("0-1-5", "a"))).isEqualTo(mark("0-1-5", "a"));
    assertThat(mark("0-1-5", "a").merge(mark("0-1-5", "b"))).isEqualTo(mark("0-1-5", "a"));
    assertThat(mark("0-1-5", "").merge(mark("0-1-3", "b"))).isEqualTo(mark("0-1-5", ""));
  }

  @Test
  void theServerIsReplacedAndThePositionStays() {
    assertThat(mark("0-1-5", "a").seenAt("b")).isEqualTo(mark("0-1-5", "b"));
    assertThat(mark("0-1-5", "a").seenAt("a")).isEqualTo(mark("0-1-5", "a"));
  }

  private static FreshnessMark mark(String position, String seenAt) {
    return new FreshnessMark("c", MariaDbGtids.parse(position), seenAt);
  }
}
