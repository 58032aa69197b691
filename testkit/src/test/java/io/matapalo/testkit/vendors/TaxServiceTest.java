package io.matapalo.testkit.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tax service's half of docs/turnstile.md, "The provider and the tax service". */
class TaxServiceTest {
  private final TaxService service = TaxService.start(VendorSettings.defaults());
  private final VendorCalls calls = new VendorCalls(service.url());

  @AfterEach
  void stop() {
    calls.close();
    service.close();
  }

  private VendorCalls.Answer quote(String region, String category, String net) throws Exception {
    return calls.post(
        "/v1/quotes",
        "{\"region\":\"%s\",\"category\":\"%s\",\"net\":\"%s\"}".formatted(region, category, net));
  }

  @Test
  void quoteIsNetTimesRateRoundedHalfUp() throws Exception {
    VendorCalls.Answer quote = quote("DE", "EVENT_TICKET", "100.00");
    assertThat(quote.status()).isEqualTo(200);
    assertThat(quote.json().toString()).isEqualTo("{\"rate\":\"0.1900\",\"tax\":\"19.00\"}");
    assertThat(quote("FR", "EVENT_TICKET", "0.10").text("tax")).as("0.0055").isEqualTo("0.01");
    assertThat(quote("FR", "EVENT_TICKET", "9.00").text("tax")).as("0.495").isEqualTo("0.50");
    assertThat(quote("PT", "EVENT_TICKET", "10.00").text("rate")).isEqualTo("0.0600");
    assertThat(quote("NL", "EVENT_TICKET", "10.00").text("rate")).isEqualTo("0.0900");
    assertThat(quote("AT", "EVENT_TICKET", "10.00").text("rate")).isEqualTo("0.1300");
    assertThat(service.quotes()).isEqualTo(6);
  }

  @Test
  void unknownRegionCategoryAndBadNetAreRefused() throws Exception {
    assertThat(quote("XX", "EVENT_TICKET", "1.00").status()).isEqualTo(404);
    assertThat(quote("DE", "BOOK", "1.00").status()).isEqualTo(404);
    assertThat(quote("DE", "EVENT_TICKET", "-1").status()).isEqualTo(400);
  }

  @Test
  void dumpHoldsAllRatesAndHowLongTheyHold() throws Exception {
    calls.put("/control/settings", "{\"dump-validity\":\"5m\"}");
    Instant before = Instant.now();

    VendorCalls.Answer dump = calls.get("/v1/rates");

    assertThat(Instant.parse(dump.text("validUntil")))
        .isBetween(before.plusSeconds(299), Instant.now().plusSeconds(300));
    assertThat(dump.json().path("rates")).hasSize(5);
    assertThat(dump.json().path("rates").get(0).toString())
        .isEqualTo("{\"region\":\"DE\",\"category\":\"EVENT_TICKET\",\"rate\":\"0.1900\"}");
  }

  @Test
  void everyNthQuoteBlocks() throws Exception {
    calls.put("/control/settings", "{\"stall-every\":3,\"stall\":\"200ms\"}");
    for (int i = 1; i <= 6; i++) {
      long before = System.nanoTime();
      quote("DE", "EVENT_TICKET", "1.00");
      long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
      if (i % 3 == 0) {
        assertThat(millis).as("quote %d", i).isGreaterThanOrEqualTo(200);
      }
      assertThat(service.stalls()).as("after quote %d", i).isEqualTo(i / 3);
    }
  }
}
