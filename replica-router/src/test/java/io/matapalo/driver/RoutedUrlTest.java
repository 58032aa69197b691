package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.link.ClusterLinkSettings;
import io.matapalo.router.topology.SettingSources;
import io.matapalo.router.topology.TopologyKind;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class RoutedUrlTest {

  private static final String THREE = "jdbc:matapalo:mysql://h1,h2,h3/shop?a=b";

  private static RoutedUrl of(String url) {
    return of(url, Map.of());
  }

  private static RoutedUrl of(String url, Map<String, String> systemProperties) {
    return RoutedUrl.of(
        url, new Properties(), new SettingSources(RoutedUrl.KEYS, Map.of(), systemProperties));
  }

  private static ClusterLinkSettings settings(String more) {
    return of(THREE + "&matapalo.topology=multi-primary&matapalo.instance=vm1" + more)
        .cluster()
        .orElseThrow();
  }

  @Test
  void oneHostStaysWithTheDriverAlone() {
    RoutedUrl plain = of("jdbc:matapalo:mysql://h1:3306/shop?a=b&c");
    assertThat(plain.cluster()).isEmpty();
    assertThat(plain.driverUrl()).isEqualTo("jdbc:mysql://h1:3306/shop?a=b&c");
    assertThat(plain.recording()).isTrue();
  }

  @Test
  void urlsOfOtherShapesAreHandedOnAsTheyAre() {
    assertThat(of("jdbc:matapalo:h2:mem:shop").driverUrl()).isEqualTo("jdbc:h2:mem:shop");
    assertThat(of("jdbc:matapalo:mysql:loadbalance://h1,h2/shop").driverUrl())
        .isEqualTo("jdbc:mysql:loadbalance://h1,h2/shop");
    assertThat(of("jdbc:matapalo:mysql://address=(host=h)(port=1)/shop?").driverUrl())
        .isEqualTo("jdbc:mysql://address=(host=h)(port=1)/shop?");
  }

  @Test
  void theRecorderCanBeLeftOut() {
    RoutedUrl plain = of("jdbc:matapalo:mysql://h1/shop?matapalo.recorder=off&a=b");
    assertThat(plain.recording()).isFalse();
    assertThat(plain.driverUrl()).isEqualTo("jdbc:mysql://h1/shop?a=b");
    assertThat(of("jdbc:matapalo:mysql://h1/shop", Map.of("matapalo.recorder", "off")).recording())
        .isFalse();
  }

  @Test
  void severalHostsAreACluster() {
    ClusterLinkSettings cluster = settings("&matapalo.node-names=a,b,c");
    assertThat(cluster.kind()).isEqualTo(TopologyKind.MULTI_PRIMARY);
    assertThat(cluster.instance()).isEqualTo("vm1");
    assertThat(cluster.nodes().get(2).name()).isEqualTo("c");
    assertThat(cluster.nodes().get(2).jdbcUrl()).isEqualTo("jdbc:mysql://h3/shop?a=b");
  }

  @Test
  void systemPropertiesMakeAClusterOfOneHost() {
    RoutedUrl routed =
        of(
            "jdbc:matapalo:mysql://h1/shop",
            Map.of(
                "matapalo.topology", "primary-replica",
                "matapalo.nodes", "x,y",
                "matapalo.instance", "vm2"));
    assertThat(routed.cluster().orElseThrow().nodes()).hasSize(2);
  }

  @Test
  void saysWhatSeveralHostsNeed() {
    assertThatThrownBy(() -> of(THREE)).hasMessageContaining("need matapalo.topology=");
    assertThatThrownBy(() -> of(THREE + "&matapalo.topology=multi-primary"))
        .hasMessageContaining("need matapalo.instance");
    assertThatThrownBy(() -> of(THREE + "&matapalo.topology=ring&matapalo.instance=a"))
        .hasMessageContaining("was ring");
    assertThatThrownBy(() -> of(THREE + "&matapalo.topologie=single"))
        .hasMessageContaining("matapalo.topologie, which does not exist");
  }

  @Test
  void refusesARecorderThatIsNeitherOnNorOff() {
    assertThatThrownBy(() -> settings("&matapalo.recorder=no"))
        .hasMessage("recorder must be on or off, was 'no'");
  }

  @Test
  void aSettingMayStandAmongTheConnectionsProperties() {
    Properties properties = new Properties(defaults("matapalo.instance", "vm1"));
    properties.setProperty("matapalo.topology", "multi-primary");
    properties.setProperty("user", "app");
    SettingSources sources = new SettingSources(RoutedUrl.KEYS, Map.of(), Map.of());

    RoutedUrl routed = RoutedUrl.of(THREE, properties, sources);

    assertThat(routed.cluster().orElseThrow().instance()).isEqualTo("vm1");
    assertThat(routed.properties())
        .as("what the driver gets")
        .isEqualTo(defaults("user", "app"))
        .isEqualTo(routed.cluster().orElseThrow().properties());
    assertThatThrownBy(
            () -> RoutedUrl.of(THREE + "&matapalo.topology=primary-replica", properties, sources))
        .hasMessage(
            "matapalo.topology has one value in the URL and another among the connection's"
                + " properties; say it once");
    properties.setProperty("matapalo.topologie", "x");
    assertThatThrownBy(() -> RoutedUrl.of(THREE, properties, sources))
        .hasMessageContaining("matapalo.topologie, which does not exist");
  }

  private static Properties defaults(String key, String value) {
    Properties defaults = new Properties();
    defaults.setProperty(key, value);
    return defaults;
  }

  @Test
  void showsNoPassword() {
    assertThatThrownBy(() -> of("jdbc:matapalo:mysql://app:hidden@h1,app:hidden@h2/shop"))
        .hasMessageNotContaining("hidden");
    assertThat(settings("&password=hidden").toString()).doesNotContain("hidden");
  }
}
