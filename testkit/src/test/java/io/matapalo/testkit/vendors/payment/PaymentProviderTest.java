package io.matapalo.testkit.vendors.payment;

import static io.matapalo.testkit.vendors.VendorCalls.DECLINED_CARD;
import static io.matapalo.testkit.vendors.VendorCalls.GOOD_CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.VendorCalls;
import io.matapalo.testkit.vendors.VendorSettings;
import io.matapalo.testkit.vendors.payment.PaymentCounters.Counted;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider's half of docs/turnstile.md, "The provider and the tax service". */
class PaymentProviderTest {
  private final PaymentProvider provider = PaymentProvider.start(VendorSettings.defaults());
  private final VendorCalls calls = new VendorCalls(provider.url());

  @AfterEach
  void stop() {
    calls.close();
    provider.close();
  }

  @Test
  void paymentIsAuthorisedCapturedAndRefunded() throws Exception {
    VendorCalls.Answer made = calls.pay("key-00001", "12.50", GOOD_CARD);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("id")).startsWith("pay_");
    assertThat(made.text("status")).isEqualTo("AUTHORISED");
    assertThat(made.text("authorisationCode")).isNotBlank();
    assertThat(made.text("cardLastFour")).isEqualTo("1111");
    assertThat(made.text("amount")).isEqualTo("12.50");

    String path = "/v1/payments/" + made.text("id");
    for (int repeat = 0; repeat < 2; repeat++) {
      VendorCalls.Answer captured = calls.post(path + "/capture", "{\"amount\":\"12.50\"}");
      assertThat(captured.status()).isEqualTo(200);
      assertThat(captured.text("status")).isEqualTo("CAPTURED");
    }
    assertThat(calls.pay("key-00001", "12.50", GOOD_CARD).text("status")).isEqualTo("CAPTURED");
    assertThat(calls.post(path + "/void", "{}").status()).isEqualTo(409);
    assertThat(calls.post(path + "/refund", "{\"amount\":\"12.50\"}").text("status"))
        .isEqualTo("REFUNDED");
    assertThat(calls.post(path + "/capture", "{\"amount\":\"12.50\"}").status()).isEqualTo(409);
    assertThat(calls.get(path).text("status")).isEqualTo("REFUNDED");

    assertThat(provider.counters().of(Counted.AUTHORISATIONS)).isEqualTo(1);
    assertThat(provider.captures()).isEqualTo(1);
    assertThat(provider.counters().captured()).isEqualByComparingTo("12.50");
  }

  @Test
  void voidedPaymentStaysVoided() throws Exception {
    String path = "/v1/payments/" + calls.pay("key-00002", "1.00", GOOD_CARD).text("id");
    assertThat(calls.post(path + "/refund", "{\"amount\":\"1.00\"}").status()).isEqualTo(409);
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(calls.post(path + "/void", "{}").text("status")).isEqualTo("VOIDED");
    }
    assertThat(calls.post(path + "/capture", "{\"amount\":\"1.00\"}").status()).isEqualTo(409);
    VendorCalls.Answer again = calls.pay("key-00002", "1.00", GOOD_CARD);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("status")).isEqualTo("VOIDED");
    assertThat(provider.voids()).isEqualTo(1);
  }

  @Test
  void repeatedKeyIsAnsweredAlikeAndOtherPurchaseIsRefused() throws Exception {
    VendorCalls.Answer first = calls.pay("key-00003", "12.50", GOOD_CARD);
    assertThat(calls.pay("key-00003", "12.50", GOOD_CARD)).isEqualTo(first);
    assertThat(calls.pay("key-00003", "12.51", GOOD_CARD).status()).isEqualTo(409);
    // The same last four digits: told apart by the keyed hash alone.
    assertThat(calls.pay("key-00003", "12.50", "5511111111111111").status()).isEqualTo(409);
    assertThat(provider.payments()).isEqualTo(1);
    assertThat(provider.counters().of(PaymentCounters.Counted.CONFLICTS)).isEqualTo(2);
  }

  @Test
  void declinedCardIsDeclinedAgain() throws Exception {
    for (int repeat = 0; repeat < 2; repeat++) {
      VendorCalls.Answer answer = calls.pay("key-00004", "12.50", DECLINED_CARD);
      assertThat(answer.status()).isEqualTo(402);
      assertThat(answer.json().toString())
          .isEqualTo("{\"status\":\"DECLINED\",\"reason\":\"insufficient funds\"}");
    }
    assertThat(provider.counters().of(Counted.DECLINES)).isEqualTo(1);
  }

  @Test
  void concurrentDuplicatesAuthoriseAndCaptureOnce() throws Exception {
    List<Future<VendorCalls.Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        String key = "key-duplicate-" + i % 10;
        answers.add(
            threads.submit(() -> {
              VendorCalls.Answer made = calls.pay(key, "5.00", GOOD_CARD);
              return calls.post(
                  "/v1/payments/" + made.text("id") + "/capture", "{\"amount\":\"5.00\"}");
            }));
      }
      for (Future<VendorCalls.Answer> answer : answers) {
        assertThat(answer.get().text("status")).isEqualTo("CAPTURED");
      }
    }
    assertThat(provider.payments()).isEqualTo(10);
    assertThat(provider.captures()).isEqualTo(10);
    assertThat(provider.counters().captured()).isEqualByComparingTo("50.00");
  }

  @Test
  void badInputIsRefusedWithoutShowingTheCard() throws Exception {
    assertThat(calls.post("/v1/payments", "{}").status()).isEqualTo(400);
    VendorCalls.Answer shortNumber = calls.pay("key-00005", "12.50", "41111111x");
    assertThat(shortNumber.status()).isEqualTo(400);
    assertThat(shortNumber.json().toString()).doesNotContain("41111111");
    assertThat(calls.pay("key-00005", "12.5", GOOD_CARD).status()).isEqualTo(400);
    VendorCalls.Answer broken = calls.post("/v1/payments", "{\"card\":4111111111111111 oops");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.json().toString()).doesNotContain("4111");
    assertThat(calls.get("/v1/payments/pay_none").status()).isEqualTo(404);
    assertThat(calls.get("/v1/payments").status()).isEqualTo(405);
    assertThat(calls.get("/elsewhere").status()).isEqualTo(404);
    assertThat(provider.payments()).isZero();
  }

  @Test
  void everyNthPaymentIsDeclinedAndTheShareIsChosenByKey() throws Exception {
    calls.put("/control/settings", "{\"decline-every\":3}");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      statuses.add(calls.pay("key-every-" + i, "1.00", GOOD_CARD).status());
    }
    assertThat(statuses).containsExactly(201, 201, 402, 201, 201, 402);

    calls.put(
        "/control/settings", "{\"decline-every\":0,\"decline-percent\":30,\"decline-seed\":7}");
    int declined = 0;
    for (int i = 0; i < 300; i++) {
      declined += calls.pay("key-share-" + i, "1.00", GOOD_CARD).status() == 402 ? 1 : 0;
    }
    assertThat(declined).isBetween(60, 120);
  }

  @Test
  void outagesHitTheServiceButNotItsControl() throws Exception {
    calls.put("/control/settings", "{\"outage\":\"refuse\"}");
    assertThat(calls.pay("key-00006", "1.00", GOOD_CARD).status()).isEqualTo(503);
    assertThat(calls.get("/health").status()).isEqualTo(200);

    provider.change(VendorSettings.defaults().withOutage(Outage.DROP));
    assertThatThrownBy(() -> calls.pay("key-00006", "1.00", GOOD_CARD))
        .isInstanceOf(IOException.class);

    provider.change(VendorSettings.defaults().withOutage(Outage.HANG));
    VendorCalls impatient = new VendorCalls(provider.url(), Duration.ofMillis(500));
    assertThatThrownBy(() -> impatient.pay("key-00006", "1.00", GOOD_CARD))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(calls.put("/control/settings", "{\"outage\":\"NONE\"}").text("outage"))
        .isEqualTo("NONE");
    assertThat(calls.pay("key-00006", "1.00", GOOD_CARD).status()).isEqualTo(201);
    assertThat(calls.get("/control/stats").text("payments")).isEqualTo("1");
  }

  @Test
  void wrongSettingsAreNamedAndChangeNothing() throws Exception {
    VendorCalls.Answer unknown = calls.put("/control/settings", "{\"lattency\":\"5ms\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("error")).contains("[lattency]").contains("latency");
    assertThat(calls.put("/control/settings", "{\"latency\":\"soon\"}").text("error"))
        .contains("was soon");
    assertThat(calls.put("/control/settings", "{\"decline-percent\":101}").text("error"))
        .contains("was 101");
    assertThat(provider.settings()).isEqualTo(VendorSettings.defaults());
  }

  @Test
  void latencyIsWhatIsSetAndNoMore() throws Exception {
    for (int i = 0; i < 200; i++) {
      calls.get("/v1/payments/pay_none");
    }
    // A delayed acknowledgement would show as 40 ms in each answer, however idle the machine is.
    assertThat(fastestMillis(10)).as("without latency").isLessThan(10);

    provider.change(VendorSettings.defaults().withLatency(Duration.ofMillis(30)));
    assertThat(fastestMillis(41)).as("with 30 ms").isBetween(30L, 40L);
  }

  /** Of 21 answers, and of more while none takes less than {@code below}, for a minute. */
  private long fastestMillis(long below) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 21 || (fastest >= below && System.nanoTime() < end); i++) {
      long before = System.nanoTime();
      calls.pay("key-latency-" + i, "1.00", GOOD_CARD);
      fastest = Math.min(fastest, Duration.ofNanos(System.nanoTime() - before).toMillis());
    }
    return fastest;
  }
}
