package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.telemetry.EventCounter;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Vendors that are down, slow or flapping, before a fast path whose ticker the test moves: when
 * their circuit breakers open, what goes on meanwhile, and that one answered probe is enough to
 * close them. Calls are counted by relays before the vendors.
 */
@Timeout(300)
final class BreakerIT extends StartedTurnstile {

  /** For calls that are answered, or fail at once: a busy machine may take its time. */
  private static final Duration PATIENT = Duration.ofSeconds(40);

  /** For calls that get no answer. */
  private static final Duration SLOW = Duration.ofSeconds(4);

  private static final Duration REST = Duration.ofSeconds(2).plusMillis(1);
  private static final String NO_PROVIDER =
      "the payment provider does not answer, try again with the same requestId";
  private static final String NO_TAX =
      "the tax service does not answer, try again with the same requestId";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final AtomicLong nanos = new AtomicLong();

  /** Ahead, so that the sweeper of the stack's own server finds no order old enough. */
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().plus(Duration.ofMinutes(5)));

  private FaultyRelay payments;
  private FaultyRelay taxes;
  private FaultyRelay messages;
  private FastPathServer server;
  private SoapClient requests;

  @BeforeEach
  void startWithOwnTime() {
    payments = FaultyRelay.before(stack.payments.url());
    taxes = FaultyRelay.before(stack.taxes.url());
    messages = FaultyRelay.before(stack.messages.url());
    startServer(PATIENT);
  }

  private void startServer(Duration paymentTimeout) {
    server = FastPathServer.start(config(paymentTimeout), now::get, nanos::get);
    requests = new SoapClient(server.url());
  }

  private void restartServer(Duration paymentTimeout) {
    server.close();
    startServer(paymentTimeout);
  }

  /** Whatever happened, the books are whole in the end. */
  @AfterEach
  void stopAndJudge() throws IOException, SQLException {
    server.close();
    payments.close();
    taxes.close();
    messages.close();
    new Books(stack).assertWhole();
  }

  /** How the payment provider is out of order. */
  enum Trouble {
    DOWN,
    ERRORS,
    SLOW
  }

  @ParameterizedTest
  @EnumSource
  void aProviderOutOfOrderIsLeftAloneUntilOneProbeIsAnswered(Trouble trouble) throws Exception {
    if (trouble == Trouble.SLOW) {
      restartServer(SLOW);
    }
    SoapClient.Answer sold = buy();
    assertThat(AtOnce.run(4, i -> buy())).allMatch(answer -> answer.status() == 200, "sold");
    assertThat(payments.calls()).as("two a purchase").isEqualTo(10);
    try (Gate gate = new Gate()) {
      begin(trouble, gate);
      assertThat(AtOnce.run(9, i -> buy())).allSatisfy(BreakerIT::assertNoProvider);
      assertThat(isIn("payment", "closed")).as("9 of 19 calls failed").isTrue();
      assertNoProvider(buy());
      assertThat(isIn("payment", "open")).as("10 of 20 calls failed").isTrue();
      int calls = payments.calls();

      assertThat(AtOnce.run(8, i -> buy())).allSatisfy(BreakerIT::assertNoProvider);
      assertThat(refund(sold).text("code")).isEqualTo("VENDOR_UNAVAILABLE");
      assertWhatNeedsNoVendorGoesOn(sold);
      end(trouble, gate);
      assertNoProvider(buy());
      assertThat(payments.calls()).as("an open breaker asks nobody").isEqualTo(calls);
    }
    nanos.addAndGet(REST.toNanos());
    assertOneProbeCloses(payments, "payment", NO_PROVIDER);
    assertThat(refund(sold).text("status")).isEqualTo("REFUNDED");
  }

  private void begin(Trouble trouble, Gate gate) throws IOException {
    switch (trouble) {
      case DOWN -> payments.goDown();
      case ERRORS -> payments.failCallsTo("", 503);
      case SLOW -> payments.beforeCallsTo("", gate::pass);
    }
  }

  private void end(Trouble trouble, Gate gate) throws IOException {
    switch (trouble) {
      case DOWN -> payments.comeBack();
      case ERRORS -> payments.failNone();
      case SLOW -> {
        payments.failNone();
        gate.open();
      }
    }
  }

  /** The rest is over: one call is under way, and all others are refused until it is answered. */
  private void assertOneProbeCloses(FaultyRelay relay, String vendor, String refusal)
      throws Exception {
    int calls = relay.calls();
    try (Gate gate = new Gate();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      relay.beforeCallsTo("", gate::pass);
      Future<SoapClient.Answer> first = threads.submit(() -> buy());
      await().until(() -> gate.waiting() == 1);
      assertThat(isIn(vendor, "half-open")).isTrue();
      assertThat(AtOnce.run(5, i -> buy()))
          .allSatisfy(answer -> assertUnavailable(answer, refusal));
      assertThat(relay.calls()).as("one probe").isEqualTo(calls + 1);
      relay.failNone();
      gate.open();
      first.get();
    }
    await().until(() -> isIn(vendor, "closed"));
    assertThat(buy().status()).isEqualTo(200);
  }

  /** The provider fails again: one call for each rest, no more. */
  @Test
  void aProviderThatStaysAwayIsTriedOnceForEachRest() throws Exception {
    payments.failCallsTo("", 503);
    AtOnce.run(10, i -> buy());
    assertThat(isIn("payment", "open")).as("10 calls, all of which failed").isTrue();
    for (int rest = 1; rest <= 3; rest++) {
      nanos.addAndGet(REST.toNanos());
      assertThat(List.of(buy(), buy())).allSatisfy(BreakerIT::assertNoProvider);
      assertThat(payments.calls()).as("rest %d", rest).isEqualTo(10 + rest);
      assertThat(isIn("payment", "open")).isTrue();
    }
  }

  /** Every second call fails: each authorisation succeeds, and no capture does. */
  @Test
  void aProviderThatFlapsIsLeftAloneWithEachTenCalls() {
    payments.flap();
    for (int i = 0; i < 5; i++) {
      assertThat(isIn("payment", "closed")).isTrue();
      assertNoProvider(buy());
    }
    assertThat(isIn("payment", "open")).as("5 of 10 calls failed").isTrue();
    assertNoProvider(buy());
    assertThat(payments.calls()).isEqualTo(10);

    nanos.addAndGet(REST.toNanos());
    for (int i = 0; i < 5; i++) {
      assertNoProvider(buy());
      assertThat(isIn("payment", "closed")).as("the probe was answered").isTrue();
    }
    assertNoProvider(buy());
    assertThat(isIn("payment", "open")).as("5 of 10 calls since the probe failed").isTrue();
    assertThat(payments.calls()).as("ten, the probe, and ten").isEqualTo(21);
  }

  /** The captures do not answer; each order stays booked, and a repeat pays it. */
  @Test
  void captureThatIsTooSlowIsFinishedByARepeat() throws Exception {
    restartServer(SLOW);
    try (Gate gate = new Gate()) {
      payments.beforeCallsTo("/capture", gate::pass);
      assertThat(AtOnce.run(5, i -> buy("it-slow-capture-" + i)))
          .allSatisfy(BreakerIT::assertNoProvider);
      assertThat(isIn("payment", "open")).as("5 of 10 calls failed").isTrue();
      payments.failNone();
    }
    nanos.addAndGet(REST.toNanos());
    for (int i = 0; i < 5; i++) {
      assertThat(status("it-slow-capture-" + i)).containsExactly("AUTHORISED");
      assertThat(buy("it-slow-capture-" + i).text("status")).isEqualTo("PAID");
    }
    assertThat(isIn("payment", "closed")).isTrue();
  }

  /** Its table is out of date, so that each purchase needs a quote. */
  @Test
  void aTaxServiceOutOfOrderIsLeftAloneUntilOneProbeIsAnswered() throws Exception {
    SoapClient.Answer sold = buy();
    int provider = payments.calls();
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    taxes.failCallsTo("", 503);
    await()
        .until(() -> {
          assertUnavailable(buy(), NO_TAX);
          return isIn("tax", "open");
        });
    int calls = taxes.calls();

    assertThat(AtOnce.run(8, i -> buy())).allSatisfy(answer -> assertUnavailable(answer, NO_TAX));
    assertWhatNeedsNoVendorGoesOn(sold);
    assertThat(taxes.calls()).as("an open breaker asks nobody").isEqualTo(calls);
    assertThat(payments.calls()).as("asked after the tax is known").isEqualTo(provider);
    taxes.failNone();
    nanos.addAndGet(REST.toNanos());
    assertOneProbeCloses(taxes, "tax", NO_TAX);
  }

  @Test
  void aMessageGatewayOutOfOrderCostsNoPurchaseAndIsLeftAlone() throws Exception {
    messages.failCallsTo("", 503);
    assertThat(AtOnce.run(10, i -> buy())).allMatch(answer -> answer.status() == 200, "sold");
    await().until(() -> isIn("message", "open"));

    assertThat(AtOnce.run(10, i -> buy())).allMatch(answer -> answer.status() == 200, "sold");
    await().until(() -> server.counters().valueOf(EventCounter.NOTIFICATION_FAILED) == 20);
    assertThat(messages.calls()).as("an open breaker asks nobody").isEqualTo(10);
    messages.failNone();
    nanos.addAndGet(REST.toNanos());
    String reference = buy().text("orderReference");
    assertThat(stack.messages.awaitMessage(reference, Duration.ofMinutes(1))).isPresent();
    await().until(() -> isIn("message", "closed"));
    assertThat(messages.calls()).as("one probe").isEqualTo(11);
  }

  private void assertWhatNeedsNoVendorGoesOn(SoapClient.Answer sold) {
    assertThat(requests.getOrder(sold.text("orderReference")).status()).isEqualTo(200);
    SoapClient.Answer events =
        requests.ask("events", "listEvents", "<from>2026-01-01T00:00:00Z</from><limit>5</limit>");
    assertThat(events.status()).isEqualTo(200);
    String id = "it-hold-%d".formatted(NUMBERS.incrementAndGet());
    SoapClient.Answer held = requests.reserve(id, "7", "EV-0001", SoapClient.lines("VIP", "1"));
    assertThat(held.status()).as(held.body()).isEqualTo(200);
  }

  private SoapClient.Answer buy() {
    return buy("it-breaker-%d".formatted(NUMBERS.incrementAndGet()));
  }

  private SoapClient.Answer buy(String requestId) {
    return requests.purchase(requestId, "EV-0001", "VIP", "1");
  }

  private SoapClient.Answer refund(SoapClient.Answer sold) {
    return requests.ask(
        "checkout",
        "refund",
        "<orderReference>" + sold.text("orderReference") + "</orderReference>");
  }

  private boolean isIn(String vendor, String state) {
    return requests
        .get("/matapalo/metrics")
        .body()
        .contains(
            "fastpath_breaker_state{state=\"%s\",vendor=\"%s\"} 1.0".formatted(state, vendor));
  }

  private static void assertNoProvider(SoapClient.Answer answer) {
    assertUnavailable(answer, NO_PROVIDER);
  }

  private static void assertUnavailable(SoapClient.Answer answer, String words) {
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("code")).isEqualTo("VENDOR_UNAVAILABLE");
    assertThat(answer.text("message")).isEqualTo(words);
  }

  /** Nothing in the background asks the provider: its calls are those of the test's requests. */
  private FastPathConfig config(Duration paymentTimeout) {
    FastPathConfig usual = stack.config();
    FastPathConfig.Vendors times = usual.vendors();
    FastPathConfig.Timing timing = usual.timing();
    return new FastPathConfig(
        usual.listener(),
        usual.database(),
        new FastPathConfig.Vendors(
            URI.create(payments.url()),
            paymentTimeout,
            URI.create(taxes.url()),
            times.taxTimeout(),
            times.rest()),
        FastPathConfig.Notification.at(URI.create(messages.url())),
        usual.cache(),
        new FastPathConfig.Timing(
            PATIENT,
            timing.lockWait(),
            new FastPathConfig.Background(
                Duration.ofMinutes(5), PATIENT.plusSeconds(1), Duration.ofMinutes(5)),
            timing.ratesRefreshBefore(),
            timing.sessions()),
        FastPathConfig.Usage.NONE);
  }
}
