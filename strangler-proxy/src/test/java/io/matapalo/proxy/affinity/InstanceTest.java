package io.matapalo.proxy.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceTest {

  private static final Instance ONE = new Instance("one", "10.0.0.5", 8080, 4);

  @Test
  void partOfTheWeightCounts() {
    assertThat(ONE.effectiveWeight()).isEqualTo(4);
    assertThat(ONE.ramped(0.25))
        .isEqualTo(new Instance("one", "10.0.0.5", 8080, 4, 0.25, ""))
        .extracting(Instance::effectiveWeight)
        .isEqualTo(1.0);
    assertThat(ONE.ramped(0.25).weighing(8))
        .isEqualTo(new Instance("one", "10.0.0.5", 8080, 8, 0.25, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5,8080,/,true",
    "10.0.0.6,8080,/,false",
    "10.0.0.5,8081,/,false",
    "10.0.0.5,8080,/app,false"
  })
  void addressIsHostPortAndPath(String host, int port, String path, boolean same) {
    Instance other = new Instance("two", host, port, 1).below(path);
    assertThat(ONE.below("/").isWhere(other)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"1,0,0.01", "65535,1000,1"})
  void limitsAreAllowed(int port, int weight, double ramp) {
    assertThat(new Instance("one", "h", port, weight, ramp, "").port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,1,port must be 1..65535, was 0",
    "65536,1,1,port must be 1..65535, was 65536",
    "1,-1,1,weight must be 0..1000, was -1",
    "1,1001,1,weight must be 0..1000, was 1001",
    "1,1,0,ramp must be above 0 and at most 1, was 0.0",
    "1,1,1.1,ramp must be above 0 and at most 1, was 1.1"
  })
  void valuesBeyondTheLimitsAreNamed(int port, int weight, double ramp, String limit, String rest) {
    assertThatThrownBy(() -> new Instance("one", "h", port, weight, ramp, ""))
        .hasMessage(limit + ", " + rest);
  }
}
