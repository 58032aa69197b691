package io.matapalo.perf.launcher.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table that strace leaves. */
final class SystemCallsTest {
  private static final String TABLE =
      """
      % time     seconds  usecs/call     calls    errors syscall
      ------ ----------- ----------- --------- --------- ----------------
       61.54    0.000032           3       200         2 epoll_wait
       38.46    0.000020           2       100           sendto
        0.00    0.000000           0         4           futex
      ------ ----------- ----------- --------- --------- ----------------
      100.00    0.000052           2       304         2 total
      """;

  @Test
  void callsAreCountedWithAndWithoutErrorsAndTheSumIsNoCall() {
    SystemCalls calls = SystemCalls.of(TABLE, 100);

    assertThat(calls.byName()).isEqualTo(Map.of("epoll_wait", 200L, "sendto", 100L, "futex", 4L));
    assertThat(calls.perRequest()).isCloseTo(3.04, within(1e-9));
  }

  @Test
  void wordsLeaveOutWhatIsRare() {
    assertThat(SystemCalls.of(TABLE, 100).inWords()).isEqualTo("epoll_wait 2.00, sendto 1.00");
  }

  @Test
  void serverThatDidNothingHasNoCalls() {
    assertThat(SystemCalls.of("", 10).perRequest()).isZero();
  }
}
