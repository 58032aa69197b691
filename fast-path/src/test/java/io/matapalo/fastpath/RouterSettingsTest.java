package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.cache.redis.RedisAddress;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.Node;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of {@code jdbc-url} reaches the router. */
final class RouterSettingsTest {

  @Test
  void plainUrlIsOneNodeWithTheBudgetOfAServer() {
    RouterConfig config = RouterSettings.of(config("jdbc:mysql://db:3306/turnstile"));

    assertThat(config.nodes()).hasSize(1);
    assertThat(config.nodes().getFirst().jdbcUrl())
        .startsWith("jdbc:mysql://db:3306/turnstile?sessionVariables=innodb_lock_wait_timeout=3");
    assertThat(config.settings()).isEqualTo(Map.of("retry.budget-floor", "50"));
  }

  @Test
  void connectorJIsSparedWorkUnlessTheUrlSaysOtherwise() {
    String url = "jdbc:matapalo:mysql://db:3306/turnstile?cachePrepStmts=false";
    String node = RouterSettings.of(config(url)).nodes().getFirst().jdbcUrl();

    assertThat(node)
        .contains("cachePrepStmts=false", "useReadAheadInput=false", "prepStmtCacheSqlLimit=4096")
        .doesNotContain("cachePrepStmts=true");
    String other =
        RouterSettings.of(config("jdbc:mariadb://db:3306/turnstile")).nodes().getFirst().jdbcUrl();
    assertThat(other).doesNotContain("PrepStmt").doesNotContain("Input");
  }

  @Test
  void oneHostMaySetTheRetriesToo() {
    RouterConfig config =
        RouterSettings.of(
            config(
                "jdbc:matapalo:mysql://db:3306/turnstile?matapalo.retry.cap=100ms"
                    + "&matapalo.retry.budget-floor=7"));

    assertThat(config.nodes()).hasSize(1);
    assertThat(config.nodes().getFirst().jdbcUrl())
        .startsWith("jdbc:mysql://db:3306/turnstile?")
        .doesNotContain("matapalo");
    assertThat(config.settings())
        .isEqualTo(Map.of("retry.cap", "100ms", "retry.budget-floor", "7"));
  }

  @Test
  void oneHostIsNotPlaced() {
    RouterConfig config =
        RouterSettings.of(
            config(
                "jdbc:matapalo:mysql://db:3306/turnstile?matapalo.instance=fast-1"
                    + "&matapalo.plan=fast-1:b,legacy-1:a"));

    assertThat(config.nodes()).extracting(Node::name).containsExactly("node-1");
    assertThat(config.settings()).containsOnlyKeys("retry.budget-floor");
  }

  @Test
  void nodesBesideOneHostAreNotIgnored() {
    String url = "jdbc:matapalo:mysql://db:3306/turnstile?matapalo.nodes=a:1,b:2";

    assertThatThrownBy(() -> RouterSettings.of(config(url)))
        .hasMessageContaining("topology must be single, primary-replica or multi-primary");

    RouterConfig config =
        RouterSettings.of(
            config(url + "&matapalo.topology=multi-primary&matapalo.instance=fast-1"));
    assertThat(config.nodes()).hasSize(2);
    assertThat(config.instance()).isEqualTo("fast-1");
  }

  private static FastPathConfig config(String jdbcUrl) {
    return new FastPathConfig(
        FastPathConfig.Listener.DEFAULT,
        new FastPathConfig.Database(jdbcUrl, "app", "", 4, Duration.ofSeconds(2)),
        FastPathConfig.Vendors.at(URI.create("http://pay"), URI.create("http://tax")),
        FastPathConfig.Notification.NONE,
        FastPathConfig.Cache.at(RedisAddress.parse("redis://cache:6379")),
        FastPathConfig.Timing.DEFAULT,
        FastPathConfig.Usage.NONE);
  }
}
