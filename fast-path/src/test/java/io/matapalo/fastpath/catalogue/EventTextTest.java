package io.matapalo.fastpath.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventTextTest {

  private static final Event EVENT =
      new Event(
          1,
          "EV-0001",
          "Event 1 & friends \"é\"",
          "ON_SALE",
          "EUR",
          "DE",
          "EVENT_TICKET",
          List.of(new TicketType(4, "VIP", new BigDecimal("150.00"))),
          List.of(new FeeRule(FeeRule.Kind.PERCENT, new BigDecimal("5.0000"))));

  @Test
  void whatIsWrittenIsReadAgainWithItsScale() {
    assertThat(EventText.read(EventText.write(EVENT))).contains(EVENT);
  }

  @Test
  void whatIsNotItsOwnReadsAsNothing() {
    String text = EventText.write(EVENT);
    assertThat(EventText.read("2:" + text)).isEmpty();
    assertThat(EventText.read("")).isEmpty();
    assertThat(EventText.read("1:{}")).isEmpty();
    for (int length = 0; length < text.length(); length++) {
      assertThat(EventText.read(text.substring(0, length))).as("length %d", length).isEmpty();
    }
  }

  /** Each of them was believed, or ended the purchase with a NullPointerException. */
  @Test
  void whatIsNearlyItsOwnReadsAsNothing() {
    String text = EventText.write(EVENT);
    Map<String, String> changes =
        Map.of(
            "\"PERCENT\"", "0",
            "150.00", "\"150.00\"",
            "\"id\":1,", "\"id\":1.7,",
            "\"code\":\"EV-0001\",", "\"code\":\"EV-0002\",\"code\":\"EV-0001\",",
            "\"name\":", "\"more\":1,\"name\":",
            "\"EUR\"", "null");
    changes.forEach((from, to) -> {
      assertThat(text).contains(from);
      assertThat(EventText.read(text.replace(from, to))).as(to).isEmpty();
    });
    assertThat(EventText.read("1:null")).isEmpty();
    assertThat(EventText.read("1:[]")).isEmpty();
    assertThat(EventText.read("1:\"\"")).isEmpty();
    assertThat(EventText.read(text + " {}")).isEmpty();
  }
}
