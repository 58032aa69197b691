package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RedisServersTest {

  private static final RedisServers.Login LOGIN =
      new RedisServers.Login(Optional.of("app"), Optional.of("hidden"));
  private static final RedisAddress ADDRESS = RedisAddress.parse("redis://boss:hidden@cache:1");

  @Test
  void noTextHasALogin() {
    assertThat(
            List.of(
                new RedisServers.Single(ADDRESS),
                new RedisServers.Sentinel(List.of(ADDRESS), "shop", LOGIN),
                new RedisServers.Cluster(List.of(ADDRESS), LOGIN)))
        .extracting(Object::toString)
        .containsExactly(
            "redis://cache:1", "sentinels [redis://cache:1] of shop", "cluster [redis://cache:1]");
    assertThat(new RedisLink.Settings(ADDRESS, Duration.ZERO, Duration.ZERO))
        .asString()
        .doesNotContain("hidden");
  }

  @Test
  void needsAnAddress() {
    assertThatThrownBy(() -> new RedisServers.Cluster(List.of(), LOGIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Redis must have at least one address, had none");
  }
}
