package io.matapalo.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouterConfigTest {

  private static final RouterConfig CONFIG =
      RouterConfig.ofOneNode(
          "jdbc:mysql://h/d?password=hidden", new RouterConfig.Credentials("u", "hidden"));

  @Test
  void showsNoPassword() {
    assertThat(CONFIG.toString()).contains("user=u").doesNotContain("hidden");
  }

  private static RouterConfig of(List<Node> nodes, String instance) {
    return RouterConfig.of(TopologyKind.MULTI_PRIMARY, nodes, instance, CONFIG.credentials());
  }

  @Test
  void showsNoSecretOfItsSettings() {
    assertThat(CONFIG.withSetting("marks.secret", "hidden").toString()).doesNotContain("hidden");
  }

  @Test
  void refusesWhatIsInvalid() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> of(List.of(), "i")).hasMessageContaining("nodes");
    assertThatThrownBy(() -> of(CONFIG.nodes(), " ")).hasMessageContaining("instance");
    assertThatThrownBy(() ->
            new RouterConfig(
                TopologyKind.SINGLE,
                List.of(Node.of("n", "jdbc:a"), Node.of("m", "jdbc:b")),
                "i",
                CONFIG.credentials(),
                CONFIG.pool(),
                Map.of()))
        .hasMessageContaining("was single");
    assertThatThrownBy(() -> RouterConfig.Pool.ofSize(0))
        .hasMessage("pool size must be at least 1, was 0");
    assertThatThrownBy(() -> new RouterConfig.Pool(4, 5, second, second, Duration.ofMinutes(1)))
        .hasMessage("min-idle must be 0 to size, was 5");
    assertThatThrownBy(() -> new Node("n", "jdbc:mysql://h/d", 0))
        .hasMessage("weight of node n must be above 0, was 0.0");
    assertThatThrownBy(() -> of(List.of(Node.of("n", "jdbc:a"), Node.of("n", "jdbc:b")), "i"))
        .hasMessage("node names must differ, twice n");
  }

  @Test
  void refusesToStartWithUnsafeSettings() {
    RouterConfig unsafe =
        RouterConfig.ofOneNode("jdbc:mysql://h/d?autoReconnect=true", CONFIG.credentials());
    assertThatThrownBy(() -> ReplicaRouter.create(unsafe))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("autoreconnect=true is unsafe");
  }
}
