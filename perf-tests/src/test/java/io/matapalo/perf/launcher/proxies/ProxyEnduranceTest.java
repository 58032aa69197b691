package io.matapalo.perf.launcher.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.launcher.costs.JavaMemory;
import io.matapalo.perf.launcher.proxies.ProxyEnduranceRun.Reading;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The verdict of the proof of flat memory. */
final class ProxyEnduranceTest {
  @Test
  void whatGrowsIsNamedWithBothValues() {
    assertThat(ProxyEnduranceCommand.growth(readings(_ -> 0))).isEmpty();
    assertThat(ProxyEnduranceCommand.growth(readings(i -> Math.min(i, 6)))).isEmpty();
    assertThat(ProxyEnduranceCommand.growth(readings(i -> i)))
        .contains("MiB of heap in use grew from 59 to 69", "threads grew from 59 to 69")
        .hasSize(2);
  }

  /** Each value is 50 and what is added for the reading with that number. */
  private static List<Reading> readings(LongUnaryOperator added) {
    return LongStream.range(0, ProxyEnduranceRun.READINGS)
        .mapToObj(i -> {
          long value = 50 + added.applyAsLong(i);
          return new Reading(i, new JavaMemory(value, value), value, value);
        })
        .toList();
  }
}
