package io.matapalo.router.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionStampTest {

  private static final PositionStamp STAMP =
      new PositionStamp("shop", MariaDbGtids.parse("0-1-42,7-3-9"));

  private static FreshnessMark mark(String cluster, String position) {
    return new FreshnessMark(cluster, MariaDbGtids.parse(position), "");
  }

  @Test
  void coversWhatTheSnapshotShows() {
    assertThat(STAMP.covers(mark("shop", "0-1-42"))).isTrue();
    assertThat(STAMP.covers(mark("shop", ""))).isTrue();
    assertThat(STAMP.covers(mark("shop", "0-1-43"))).isFalse();
    assertThat(STAMP.covers(mark("shop", "0-1-1,8-1-1"))).isFalse();
  }

  @Test
  void coversNothingOfWhichItCannotKnow() {
    assertThat(STAMP.covers(mark("other", "0-1-1"))).isFalse();
    assertThat(STAMP.covers(mark("shop", "0-1-1").unbounded())).isFalse();
    MySqlGtids mySql = MySqlGtids.parse("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5");
    assertThat(STAMP.covers(new FreshnessMark("shop", mySql, ""))).isFalse();
    assertThat(new PositionStamp("shop", mySql).covers(new FreshnessMark("shop", mySql, "")))
        .isTrue();
  }
}
