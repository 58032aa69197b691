package io.matapalo.perf.launcher.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.perf.launcher.demo.DemoException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The kernel's figures of a process, on this one and on children. */
final class ProcessMeterTest {
  private final long self = ProcessHandle.current().pid();

  /** Ticks of 10 ms would show nothing of this. */
  @Test
  void processorTimeCountsWorkOfLessThanATick() {
    ProcessMeter meter = new ProcessMeter(List.of(self));
    Duration before = meter.cpu();
    long sum = 0;
    while (meter.cpu().equals(before)) {
      sum++;
    }

    assertThat(sum).isNotNegative();
    assertThat(meter.cpu()).isGreaterThan(before);
  }

  @Test
  void endedThreadsCountOn() throws Exception {
    ProcessMeter meter = new ProcessMeter(List.of(self));
    Duration before = meter.cpu();
    Thread worker = new Thread(() -> spin(meter, before.plusMillis(30)));
    worker.start();
    worker.join();

    assertThat(meter.cpu()).isGreaterThanOrEqualTo(before.plusMillis(30));
  }

  private static void spin(ProcessMeter meter, Duration until) {
    while (meter.cpu().compareTo(until) < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void childrenBelongToTheirParent() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "echo up; read line").start();
    try {
      assertThat(shell.inputReader().readLine()).isEqualTo("up");

      assertThat(ProcessMeter.ofTree(self).pids()).contains(self, shell.pid());
    } finally {
      shell.destroyForcibly();
    }
  }

  @Test
  void memoryIsThatOfTheKernel() {
    assertThat(new ProcessMeter(List.of(self)).memoryKib()).isGreaterThan(10_000);
  }

  @Test
  void processThatHasEndedIsNamed() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor(60, TimeUnit.SECONDS)).isTrue();
    ProcessMeter meter = new ProcessMeter(List.of(ended.pid()));

    assertThatThrownBy(meter::cpu)
        .isInstanceOf(DemoException.class)
        .hasMessageContaining(Long.toString(ended.pid()));
    assertThatThrownBy(meter::memoryKib)
        .isInstanceOf(DemoException.class)
        .hasMessageContaining(Long.toString(ended.pid()));
  }
}
