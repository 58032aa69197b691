package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.StaleBy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fence's text, and the names of keys. */
final class FenceTest {

  @Test
  void isReadAsItWasWritten() {
    Fence fence = Fence.ofNewEpoch(Numbers.upTo(3));
    Fence moved = fence.moved(Numbers.upTo(7), List.of("events", "fees"));
    assertThat(read(fence.text())).contains(fence);
    assertThat(read(moved.text())).contains(moved);
  }

  @Test
  void aDropOfOneCacheChangesTheTagOfThisCacheAlone() {
    Fence fence = Fence.ofNewEpoch(Numbers.upTo(3));
    Fence moved = fence.moved(Numbers.upTo(4), List.of("fees"));
    assertThat(moved.tag("events")).isEqualTo(fence.tag("events"));
    assertThat(moved.tag("fees")).isNotEqualTo(fence.tag("fees"));
    assertThat(Fence.ofNewEpoch(Numbers.upTo(3)).tag("events")).isNotEqualTo(fence.tag("events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M1|", "M2|ab||1-3", "M1|ab|;Events=1|1-3", "M1|ab||0-1-5x", "{}"})
  void isNothingInAnotherFormatOrOfAnotherDatabase(String text) {
    assertThat(read(text)).isEmpty();
  }

  /** Processes with other caches move a fence without dropping what these keep. */
  @Test
  void processesShareKeysOnlyIfTheyDropTheSame() {
    CachePolicy usual = CacheProcess.POLICY;
    CachePolicy more =
        new CachePolicy(
            usual.name(),
            usual.scope(),
            usual.size(),
            usual.life(),
            usual.negativeLife(),
            usual.earlyRefresh(),
            List.of(usual.staleBy().getFirst(), new StaleBy("venue", Optional.empty())));
    String prefix = Keys.of("shop", 1, List.of(usual)).prefix();
    assertThat(prefix).startsWith("shop.").isEqualTo(Keys.of("shop", 1, List.of(usual)).prefix());
    assertThat(Keys.of("shop", 1, List.of(more)).prefix()).isNotEqualTo(prefix);
    assertThat(Keys.of("shop", 2, List.of(usual)).prefix()).isNotEqualTo(prefix);
  }

  @Test
  void aKeyLiesWithItsFence() {
    Keys keys = Keys.of("shop", 16, List.of(CacheProcess.POLICY));
    Keys.Place place = keys.place("events", "a}b{c");
    String tag = "{" + place.partition() + "}";
    assertThat(place.all())
        .allSatisfy(name -> assertThat(name).startsWith(keys.prefix() + ":" + tag));
    assertThat(keys.fence(place.partition())).isEqualTo(place.fence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "a{b}", "a:b"})
  void refusesANamespaceThatWouldMoveKeys(String namespace) {
    assertThatThrownBy(() -> Keys.of(namespace, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("namespace must be 1 to 40 of a-z 0-9 -, was " + namespace);
  }

  private static Optional<Fence> read(String text) {
    return Fence.parse(Fence.bytesOf(text), Numbers.POSITIONS);
  }
}
