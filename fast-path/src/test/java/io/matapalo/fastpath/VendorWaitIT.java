package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.telemetry.EventCounter;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A payment provider that is slow, but not slow enough to count as failed: whoever waits for it
 * holds no row, no connection, and at most half of the places of all requests.
 */
@Timeout(300)
final class VendorWaitIT extends StartedTurnstile {

  private static final int PLACES = 8;
  private static final String EVENT = "EV-0002";

  private FastPathServer server;
  private SoapClient requests;

  @BeforeEach
  void startPatient() {
    server = FastPathServer.start(config());
    requests = new SoapClient(server.url());
  }

  @AfterEach
  void stopAndJudge() throws SQLException {
    server.close();
    new Books(stack).assertWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/payments", "/capture", "/refund"})
  void requestsThatNeedNoVendorGoOnWhileOthersWaitForIt(String call) throws Exception {
    List<String> sold =
        IntStream.rangeClosed(0, PLACES / 2)
            .mapToObj(i -> buy(call, "before", i).text("orderReference"))
            .toList();
    try (Gate gate = new Gate();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      stack.paymentRelay.beforeCallsTo(call, gate::pass);
      List<Future<SoapClient.Answer>> waiting =
          IntStream.range(0, PLACES / 2)
              .mapToObj(i -> threads.submit(() -> ask(call, sold, i)))
              .toList();
      await().until(() -> gate.waiting() == PLACES / 2);

      assertShed(ask(call, sold, PLACES / 2));
      await().until(VendorWaitIT::nobodyLocksARow);
      await().until(this::nobodyHasAConnection);
      for (int i = 0; i < 25; i++) {
        assertThat(requests.getOrder(sold.get(i % sold.size())).status()).isEqualTo(200);
        assertThat(holdTheSameTickets(call, i).status()).isEqualTo(200);
      }
      assertThat(waiting).noneMatch(Future::isDone);
      assertThat(gate.waiting()).isEqualTo(PLACES / 2);
      gate.open();
      for (Future<SoapClient.Answer> answer : waiting) {
        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
      }
    }
    assertThat(ask(call, sold, PLACES / 2).status()).as("its place is free").isEqualTo(200);
  }

  private SoapClient.Answer ask(String call, List<String> sold, int number) {
    return call.equals("/refund")
        ? requests.ask(
            "checkout", "refund", "<orderReference>" + sold.get(number) + "</orderReference>")
        : buy(call, "wait", number);
  }

  private SoapClient.Answer buy(String call, String when, int number) {
    return requests.purchase(id(call, when, number), EVENT, "VIP", "1");
  }

  private SoapClient.Answer holdTheSameTickets(String call, int number) {
    return requests.reserve(id(call, "hold", number), "7", EVENT, SoapClient.lines("VIP", "1"));
  }

  private static String id(String call, String when, int number) {
    return "it%s-%s-%d".formatted(call.replace('/', '-'), when, number);
  }

  private void assertShed(SoapClient.Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .contains("<faultstring>the service is overloaded, try again later</faultstring>");
    assertThat(server.counters().valueOf(EventCounter.OVERLOADED)).isEqualTo(1);
  }

  private static boolean nobodyLocksARow() throws SQLException {
    return stack
        .rows("SELECT trx_id FROM information_schema.innodb_trx WHERE trx_rows_locked > 0")
        .isEmpty();
  }

  private boolean nobodyHasAConnection() {
    return requests
        .get("/matapalo/metrics")
        .body()
        .contains("fastpath_pool_connections{node=\"node-1\",state=\"in-use\"} 0.0");
  }

  /** Eight requests at once, and a minute for a call, so that no breaker opens. */
  private static FastPathConfig config() {
    FastPathConfig usual = stack.config();
    FastPathConfig.Vendors vendors = usual.vendors();
    FastPathConfig.Timing timing = usual.timing();
    return new FastPathConfig(
        new FastPathConfig.Listener("127.0.0.1", 0, PLACES, 64 * 1024, Duration.ofSeconds(10)),
        usual.database(),
        new FastPathConfig.Vendors(
            URI.create(stack.paymentRelay.url()),
            Duration.ofMinutes(1),
            vendors.taxUrl(),
            vendors.taxTimeout(),
            vendors.rest()),
        usual.notification(),
        usual.cache(),
        new FastPathConfig.Timing(
            Duration.ofMinutes(2),
            timing.lockWait(),
            new FastPathConfig.Background(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5)),
            timing.ratesRefreshBefore(),
            timing.sessions()),
        FastPathConfig.Usage.NONE);
  }
}
