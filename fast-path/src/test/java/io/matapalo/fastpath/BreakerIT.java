package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A payment provider that is out of order, with a fast path whose time stands still. */
final class BreakerIT extends StartedTurnstile {

  private final AtomicLong nanos = new AtomicLong();
  private FastPathServer server;
  private SoapClient requests;
  private int purchases;

  @BeforeEach
  void startWithOwnTime() {
    server = FastPathServer.start(stack.config(), InstantSource.system(), nanos::get);
    requests = new SoapClient(server.url());
  }

  @AfterEach
  void stopIt() {
    server.close();
  }

  private SoapClient.Answer buy(String test) {
    purchases++;
    return requests.purchase("it-breaker-" + test + "-" + purchases, "EV-0001", "VIP", "1");
  }

  private void breakIt(String test) {
    for (int i = 0; i < 20 && !isIn("open"); i++) {
      assertThat(buy(test).text("code")).isEqualTo("VENDOR_UNAVAILABLE");
    }
    assertThat(isIn("open")).isTrue();
  }

  private boolean isIn(String state) {
    return requests
        .get("/matapalo/metrics")
        .body()
        .contains("fastpath_breaker_state{state=\"" + state + "\",vendor=\"payment\"} 1.0");
  }

  @Test
  void anOutageIsNotAskedAgainUntilItsRestIsOver() {
    SoapClient.Answer sold = buy("down");
    stack.paymentRelay.failCallsTo("/v1/payments", 503);
    breakIt("down");

    int asked = stack.paymentRelay.calls();
    assertThat(buy("down").text("code")).isEqualTo("VENDOR_UNAVAILABLE");
    assertThat(stack.paymentRelay.calls()).as("an open breaker asks nobody").isEqualTo(asked);
    assertThat(requests.getOrder(sold.text("orderReference")).status())
        .as("what needs no provider")
        .isEqualTo(200);

    stack.paymentRelay.failNone();
    assertThat(buy("down").status()).as("still resting").isEqualTo(500);
    nanos.addAndGet(Duration.ofSeconds(2).plusMillis(1).toNanos());
    assertThat(buy("down").status()).as("one call is let through").isEqualTo(200);
    assertThat(isIn("closed")).isTrue();
  }

  @Test
  void aProviderThatFlapsIsTriedOnceForEachRest() {
    stack.paymentRelay.failCallsTo("/v1/payments", 503);
    breakIt("flap");
    int asked = stack.paymentRelay.calls();
    for (int rest = 1; rest <= 3; rest++) {
      nanos.addAndGet(Duration.ofSeconds(2).plusMillis(1).toNanos());
      buy("flap");
      buy("flap");
      assertThat(stack.paymentRelay.calls()).as("rest %d", rest).isEqualTo(asked + rest);
    }
  }
}
