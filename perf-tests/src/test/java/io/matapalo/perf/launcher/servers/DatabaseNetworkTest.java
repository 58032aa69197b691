package io.matapalo.perf.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DatabaseNetworkTest {
  @Test
  void timesBelowOneMillisecondAreTakenExactly() {
    assertThat(DatabaseNetwork.of("0.3ms").roundTrip()).isEqualTo(Duration.ofNanos(300_000));
    assertThat(DatabaseNetwork.of("300us")).isEqualTo(DatabaseNetwork.of("0.3ms"));
    assertThat(DatabaseNetwork.of("0.002s").roundTrip()).isEqualTo(Duration.ofMillis(2));
    assertThat(DatabaseNetwork.of("0ms")).isEqualTo(DatabaseNetwork.LOOPBACK);
  }

  @Test
  void labelSaysWhichItIs() {
    assertThat(DatabaseNetwork.LOOPBACK.label()).isEqualTo("database on loopback");
    assertThat(DatabaseNetwork.of("300us").label())
        .isEqualTo("database round trip +0.3 ms (relay)");
    assertThat(DatabaseNetwork.of("10ms").label()).isEqualTo("database round trip +10 ms (relay)");
  }

  @Test
  void whatIsNoTimeIsNamed() {
    assertThatThrownBy(() -> DatabaseNetwork.of("0.3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 0.3ms")
        .hasMessageContaining("was '0.3'");
    assertThatThrownBy(() -> DatabaseNetwork.of("-1ms")).hasMessageContaining("was '-1ms'");
    assertThatThrownBy(() -> DatabaseNetwork.of("11s")).hasMessageContaining("0ms to 10s");
  }
}
