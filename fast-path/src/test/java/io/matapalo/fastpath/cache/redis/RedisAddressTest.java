package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {

  @Test
  void readsHostAndPortAndLogin() {
    assertThat(RedisAddress.parse("redis://cache:6379/"))
        .isEqualTo(new RedisAddress("redis://cache:6379", Optional.empty(), Optional.empty()));
    assertThat(RedisAddress.parse("rediss://[::1]:1"))
        .isEqualTo(new RedisAddress("rediss://[::1]:1", Optional.empty(), Optional.empty()));
    assertThat(RedisAddress.parse("redis://:a%3Ab@cache:1"))
        .isEqualTo(new RedisAddress("redis://cache:1", Optional.empty(), Optional.of("a:b")));
    assertThat(RedisAddress.parse("redis://app:a:b@cache:1"))
        .isEqualTo(new RedisAddress("redis://cache:1", Optional.of("app"), Optional.of("a:b")));
  }

  /** Redisson would try such a one for ever, without a line in the log. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "redis://cache",
        "redis://cache:",
        "redis://cache:0",
        "redis://cache:65536",
        "redis://cache:many",
        "redis://:6379",
        "redis://cache:6379/0",
        "redis://cache:6379?a=b",
        "http://cache:6379",
        "redis://a b:6379"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("redis-url must be redis://host:port, was " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://app:hidden@cache",
        "redis://:hidden@cache:6379/0",
        "redis://app:hid#den@cache:1",
        "redis://hidden@a b:1",
        "tcp://app:hid@den@cache:1"
      })
  void aRefusalHidesThePassword(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .hasNoCause()
        .message()
        .doesNotContain("hid", "den");
  }

  @Test
  void itsTextHasNoLogin() {
    assertThat(RedisAddress.parse("redis://app:hidden@cache:1")).hasToString("redis://cache:1");
  }
}
