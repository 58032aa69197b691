package io.matapalo.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class ClusterLinkSettingsTest {

  private static ClusterLinkSettings settings(Map<String, String> settings) {
    return new ClusterLinkSettings(
        TopologyKind.MULTI_PRIMARY,
        List.of(Node.of("a", "jdbc:mysql://h1/shop"), Node.of("b", "jdbc:mysql://h2/shop")),
        "vm1",
        new Properties(),
        settings);
  }

  @Test
  void hasDefaults() {
    ClusterLinkSettings cluster = settings(Map.of());
    assertThat(cluster.limits())
        .isEqualTo(new NodeDriver.Limits(Duration.ofSeconds(2), Duration.ofMinutes(5)));
    assertThat(cluster.deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(cluster.readOnlyOperations(() -> "")).isSameAs(ReadOnlyOperations.NONE);
    assertThat(cluster.isRecording()).isTrue();
  }

  @Test
  void readsItsSettings() {
    ClusterLinkSettings cluster =
        settings(
            Map.of(
                "connect-timeout", "300ms",
                "socket-timeout", "0ms",
                "connect-deadline", "2s",
                "read-only-operations", "Events.*,Report"));
    assertThat(cluster.limits())
        .isEqualTo(new NodeDriver.Limits(Duration.ofMillis(300), Duration.ZERO));
    assertThat(cluster.deadline()).isEqualTo(Duration.ofSeconds(2));
    assertThat(cluster.readOnlyOperations(() -> "").lists("Events.find")).isTrue();
    assertThat(cluster.readOnlyOperations(() -> "").lists("Report")).isTrue();
    assertThat(cluster.readOnlyOperations(() -> "").lists("Reports")).isFalse();
    assertThat(cluster.readOnlyOperations(() -> "").lists("")).isFalse();
  }

  @Test
  void refusesWrongValues() {
    assertThatThrownBy(() -> settings(Map.of("connect-timeout", "3")).limits())
        .hasMessageContaining("connect-timeout must be a number with ms, s or m")
        .hasMessageContaining("'3'");
    assertThatThrownBy(
            () -> settings(Map.of("read-only-operations", "*")).readOnlyOperations(() -> ""))
        .hasMessageContaining("'*'");
    assertThatThrownBy(
            () -> settings(Map.of("read-only-operations", "a*b")).readOnlyOperations(() -> ""))
        .hasMessageContaining("'a*b'");
  }
}
