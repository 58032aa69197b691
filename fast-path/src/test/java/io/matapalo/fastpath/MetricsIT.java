package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code /matapalo/metrics} tells after requests of each outcome. */
final class MetricsIT extends StartedTurnstile {

  @Test
  void tellsRequestsByOutcomeQueriesByNameDeclinesByReasonAndThePool() {
    client.getOrder("T-0000000000000000");
    SoapClient.Answer sold = client.purchase("it-metrics-1", "EV-0001", "VIP", "1");
    client.getOrder(sold.text("orderReference"));
    client.ask("payments", "getBalance", "<customerId>7</customerId>");
    client.ask("events", "buyEvent", "");

    String metrics = client.get("/matapalo/metrics").body();

    assertThat(
            sample(metrics, "fastpath_request_duration_seconds_count", "Checkout.purchase", "ok"))
        .isOne();
    assertThat(
            sample(metrics, "fastpath_request_duration_seconds_count", "Checkout.getOrder", "ok"))
        .isOne();
    assertThat(
            sample(
                metrics,
                "fastpath_request_duration_seconds_count",
                "Checkout.getOrder",
                "ORDER_NOT_FOUND"))
        .isOne();
    assertThat(sample(metrics, "fastpath_query_duration_seconds_count", "payments.balance", "ok"))
        .isOne();
    assertThat(metrics)
        .contains("fastpath_declined_total{reason=\"unknown-operation\"} 1.0")
        .contains("fastpath_pool_connections{node=\"node-1\",state=\"waiting\"} 0.0")
        .contains("fastpath_events_total{event=\"notification-sent\"}")
        .contains("matapalo_sql_statements_total{operation=\"Checkout.getOrder\"")
        .contains("matapalo_transaction_events_total{operation=\"Checkout.book\"");
    assertThat(metrics).doesNotContain(SoapClient.CARD.substring(0, 10));
  }

  /** The value of the one sample of this name with these two labels. */
  private static double sample(String metrics, String name, String what, String outcome) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> line.contains("\"" + what + "\""))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
