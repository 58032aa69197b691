package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.freshness.tracking.TrackingProperties;
import io.matapalo.router.topology.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkSettingsTest {

  @Test
  void marksAreOnWhereThereAreSeveralNodes() {
    assertThat(MarkSettings.standard().isOnWith(1)).isFalse();
    assertThat(MarkSettings.standard().isOnWith(2)).isTrue();
    assertThat(MarkSettings.from(Map.of("marks", "off")).isOnWith(3)).isFalse();
    assertThat(MarkSettings.from(Map.of("marks", "on")).isOnWith(1)).isTrue();
  }

  @Test
  void defaults() {
    MarkSettings settings = MarkSettings.from(Map.of("health.interval", "250ms"));
    assertThat(settings.longestWait()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.waiters()).isEqualTo(8);
    assertThat(settings.cookie()).isEqualTo("matapalo-mark");
    assertThat(settings.secret()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "marks, yes, 'marks must be on or off, was ''yes'''",
    "marks.wait, 100, marks.wait must be a number with ms or s",
    "marks.wait, 11s, marks.wait must be 0ms to 10s",
    "marks.waiters, 0, marks.waiters must be 1 to 1000",
    "marks.waiters, many, marks.waiters must be a number",
    "marks.secret, short, marks.secret must have at least 16 characters",
    "marks.cookie, a b, marks.cookie must be",
    "marks.cluster, a|b, marks.cluster must be"
  })
  void badValuesAreRefused(String key, String value, String message) {
    assertThatThrownBy(() -> MarkSettings.from(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theSecretIsInNoText() {
    String secret = "a secret of sixteen";
    assertThat(MarkSettings.from(Map.of("marks.secret", secret)).toString()).doesNotContain(secret);
  }

  @Test
  void aClusterIsKnownByTheAddressesOfItsNodesInAnyOrder() {
    Node a = Node.of("a", "jdbc:mysql://A:3306/shop?user=x");
    Node b = Node.of("b", "jdbc:mysql://b:3306/shop");
    Node c = Node.of("one", "jdbc:matapalo:mysql://b:3306/shop?useSSL=false");
    assertThat(ClusterIdentity.of(List.of(a, b)))
        .isEqualTo(ClusterIdentity.of(List.of(c, Node.of("two", "jdbc:mysql://a:3306/x"))))
        .isNotEqualTo(ClusterIdentity.of(List.of(a)));
  }

  @Test
  void connectorJIsAskedToTellSessionState() {
    assertThat(TrackingProperties.forUrl("jdbc:mysql://a/x"))
        .containsEntry("trackSessionState", "true");
    assertThat(TrackingProperties.forUrl("jdbc:mariadb://a/x")).isEmpty();
  }
}
