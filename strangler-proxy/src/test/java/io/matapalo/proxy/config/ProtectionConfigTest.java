package io.matapalo.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.resilience.Protection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster is protected by, as it stands in {@code proxy.yaml}. */
class ProtectionConfigTest {

  private static ClusterConfig cluster(String line) {
    String yaml =
        """
        clusters:
          legacy:
            instances:
              - {name: one, url: "http://127.0.0.1:8081"}
        """
            + "    "
            + line
            + "\n";
    return ProxyConfigReader.read(yaml.getBytes(StandardCharsets.UTF_8), Path.of("folder"))
        .cluster("legacy");
  }

  @Test
  void nothingIsOnUnlessItIsAskedFor() {
    assertThat(cluster("slow-start: 0s").protection())
        .isEqualTo(new Protection.Settings(Optional.empty(), Optional.empty()));
    assertThat(cluster("circuit-breaker: {interval: 1s}").protection().breaker()).isEmpty();
    assertThat(cluster("adaptive-limit: {measure-every: 1s}").protection().limit()).isEmpty();
  }

  @Test
  void oneKeyTurnsEachOnAndTheOthersHaveDefaults() {
    assertThat(cluster("circuit-breaker: {failure-percent: 50}").protection().breaker())
        .contains(
            new CircuitBreaker.Settings(50, 20, Duration.ofSeconds(10), Duration.ofSeconds(5), 3));
    assertThat(cluster("adaptive-limit: {min: 5}").protection().limit())
        .contains(new Protection.Adaptation(5, 50, Duration.ofSeconds(60)));
    assertThat(cluster("outliers: {hang-after: 3s}").health().outliers().hangAfter())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "circuit-breaker: {failure-percent: 0} | failure-percent must be a whole number 1..100",
        "circuit-breaker: {percent: 5} | circuit-breaker.percent is not a key here, allowed are",
        "circuit-breaker: {open: 1ms} | circuit-breaker.open must be a duration 50ms..3600s",
        "adaptive-limit: {min: 0} | adaptive-limit.min must be a whole number 1..100000, was 0",
        "adaptive-limit: {min: 101} | adaptive-limit.min must be at most max-connections 100, was 101",
        "adaptive-limit: {tolerance-percent: 200} | must be a whole number 10..100, was 200",
        "outliers: {hang-after: fast} | outliers.hang-after must be a duration",
      })
  void whatIsWrongIsNamed(String line, String message) {
    assertThatThrownBy(() -> cluster(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
