package io.matapalo.recorder.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BoundValuesTest {

  @Test
  void theSameValuesInAnyOrderOfSettingHashTheSame() {
    BoundValues inOrder = bound(5, "x");
    BoundValues backwards = new BoundValues() {};
    backwards.set(2, BoundValues.hashOf("x"));
    backwards.set(1, BoundValues.hashOf(5L));

    assertThat(inOrder.hash())
        .isEqualTo(backwards.hash())
        .isNotEqualTo(bound("x", 5).hash())
        .isNotEqualTo(bound(6, "x").hash())
        .isNotEqualTo(bound(5).hash());
    assertThat(bound().hash()).isZero();
  }

  @Test
  void aValueThatIsSetAgainTakesThePlaceOfTheOneBefore() {
    BoundValues changed = bound(5, "x", 7);
    changed.set(3, BoundValues.hashOf(8L));
    assertThat(changed.hash()).isEqualTo(bound(5, "x", 8).hash());

    changed.clear();
    assertThat(changed.hash()).isZero();
  }

  /** Of several statements in one text each has its own. */
  @Test
  void aStretchOfPlacesHashesAsIfItWereAlone() {
    BoundValues all = bound("a", 1, "a", 1, "b", 2);
    assertThat(all.hash(1, 2)).isEqualTo(all.hash(3, 2)).isNotEqualTo(all.hash(5, 2));
    assertThat(all.hash(3, 2)).isEqualTo(bound("a", 1).hash());
  }

  @Test
  void namedPlacesCountToo() {
    BoundValues one = new BoundValues() {};
    one.set("n", BoundValues.hashOf(1L));
    BoundValues other = new BoundValues() {};
    other.set("m", BoundValues.hashOf(1L));
    assertThat(one.hash()).isNotZero().isNotEqualTo(other.hash());
  }

  @Test
  void readsBytesNumbersAndTimesByContent() {
    assertThat(hash(new byte[] {1, 2})).isEqualTo(hash(new byte[] {1, 2}));
    assertThat(hash(new byte[] {1, 2})).isNotEqualTo(hash(new byte[] {2, 1}));
    assertThat(hash(new BigDecimal("1.50"))).isEqualTo(hash(new BigDecimal("1.50")));
    assertThat(hash(Timestamp.valueOf("2026-01-02 03:04:05")))
        .isEqualTo(hash(Timestamp.valueOf("2026-01-02 03:04:05")))
        .isNotEqualTo(hash(Timestamp.valueOf("2026-01-02 03:04:06")));
    assertThat(hash(5)).isEqualTo(hash(5L)).isNotEqualTo(hash("5"));
  }

  @Test
  void aStreamEqualsItselfOnly() {
    ByteArrayInputStream one = new ByteArrayInputStream(new byte[] {1});
    assertThat(hash(one)).isEqualTo(hash(one));
    assertThat(one.available()).isEqualTo(1);
    assertThat(hash(one)).isNotEqualTo(hash(new ByteArrayInputStream(new byte[] {1})));
  }

  @Test
  void nullIsAValue() {
    assertThat(hash(null)).isNotZero();
    BoundValues first = new BoundValues() {};
    first.set(1, hash(null));
    BoundValues second = new BoundValues() {};
    second.set(2, hash(null));
    assertThat(first.hash()).isNotEqualTo(second.hash()).isNotZero();
  }

  private static long hash(@Nullable Object value) {
    return BoundValues.hashOf(value);
  }

  private static BoundValues bound(Object... values) {
    BoundValues bound = new BoundValues() {};
    for (int i = 0; i < values.length; i++) {
      bound.set(i + 1, BoundValues.hashOf(values[i]));
    }
    return bound;
  }
}
