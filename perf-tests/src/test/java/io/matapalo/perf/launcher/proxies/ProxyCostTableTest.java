package io.matapalo.perf.launcher.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.perf.bench.closedloop.ClosedLoop;
import io.matapalo.perf.launcher.costs.SystemCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What the page says of given measurements. */
final class ProxyCostTableTest {
  private static final ProxyCostPlan PLAN = new ProxyCostPlan(16, 3, 5_000, 3, 20_000, 0);

  private final ProxyCosts costs = new ProxyCosts();

  /** A machine that is twice as slow in one round moves all of them, and no ratio. */
  @Test
  void ratiosAreTakenWithinARound() {
    rounds(Contender.HAPROXY, 20, 40, 21);
    rounds(Contender.NGINX, 25, 50, 25);
    rounds(Contender.STRANGLER, 30, 60, 30);

    assertThat(costs.cpuMicros(Traffic.SOAP_POST, Contender.STRANGLER)).isEqualTo(30);
    assertThat(costs.cpuRatio(Traffic.SOAP_POST, Contender.STRANGLER, Contender.HAPROXY))
        .isEqualTo(1.5);
    assertThat(costs.cpuRatio(Traffic.SOAP_POST, Contender.STRANGLER, Contender.NGINX))
        .isEqualTo(1.2);
  }

  @Test
  void latencyIsWhatAContenderAdds() {
    rounds(Contender.DIRECT, 5);
    rounds(Contender.HAPROXY, 20);

    assertThat(costs.addedMicros(Traffic.SOAP_POST, Contender.HAPROXY, 50)).isBetween(14.9, 15.1);
  }

  @Test
  void rowHasCountsAndRatiosBeforeTimes() {
    rounds(Contender.DIRECT, 5);
    rounds(Contender.HAPROXY, 20);
    rounds(Contender.NGINX, 25);
    rounds(Contender.STRANGLER, 30);
    costs.allocated(Traffic.SOAP_POST, Contender.STRANGLER, 16_400.4);
    costs.systemCalls(
        Traffic.SOAP_POST,
        Contender.STRANGLER,
        new SystemCalls(Map.of("read", 40L, "write", 20L), 10));

    assertThat(lines())
        .contains(
            "| **strangler-proxy** | 6.0 | 16,400 | 1.50 | 1.20 | 30.0 | 25.0 | 25.0 |",
            "| HAProxy | – | – | 1.00 | 0.80 | 20.0 | 15.0 | 15.0 |",
            "- strangler-proxy: read 4.00, write 2.00.");
  }

  @Test
  void aimsSayWhetherTheyAreMet() {
    rounds(Contender.HAPROXY, 20);
    rounds(Contender.NGINX, 40);
    rounds(Contender.STRANGLER, 30);
    costs.start(Contender.STRANGLER, Duration.ofMillis(4_500), 90);

    assertThat(lines())
        .contains(
            "| SOAP POST: CPU to HAProxy | at most 1.00 | 1.50: **not met** |",
            "| SOAP POST: CPU to nginx | at most 0.85 | 0.75: met |",
            "| small GET: bytes allocated | at most 1,024.00 | –: not counted |",
            "| **strangler-proxy** | 3.00 | 90.0 | 4.50 |",
            "| first requests: CPU to its own warm cost | at most 2.00 | 3.00: **not met** |");
  }

  @Test
  void memoryIsShownEarlyAndLate() {
    costs.memory(
        Contender.STRANGLER, new ProxyCosts.Memory(102_400, 153_600, Optional.of(12_288L)));
    costs.memory(Contender.NGINX, new ProxyCosts.Memory(10_240, 10_240, Optional.empty()));

    assertThat(lines())
        .contains(
            "| **strangler-proxy** | 100.0 | 150.0 | 1.50 | 12.0 |",
            "| nginx with Lua | 10.0 | 10.0 | 1.00 | – |");
  }

  @Test
  void soapMessageIsThreeKilobytesWithTheOperationFirst() {
    String message = Traffic.SOAP_POST.request().message();

    assertThat(message).contains("<soap:Body><purchase xmlns=\"urn:shop\">");
    assertThat(message.substring(message.indexOf("\r\n\r\n")).length()).isBetween(2_900, 3_010);
  }

  private List<String> lines() {
    return new ProxyCostTable(costs, PLAN).lines();
  }

  /** Rounds of SOAP POSTs, each with these microseconds of processor time and of waiting. */
  private void rounds(Contender contender, int... micros) {
    for (int each : micros) {
      Histogram nanos = ClosedLoop.noTimes();
      nanos.recordValue(each * 1_000L);
      costs.turn(Traffic.SOAP_POST, contender, new TurnCost(each, 5, nanos));
    }
  }
}
