package com.turnstile.ws.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.service.ServiceRefusal;
import com.turnstile.ws.WireFormat;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The bounds of single values, and what is said of those beyond them. */
class RequestChecksTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void limitIsOneToTwoHundred() throws ServiceRefusal {
    assertThat(RequestChecks.limit(1)).isEqualTo(1);
    assertThat(RequestChecks.limit(200)).isEqualTo(200);
    refused("limit must be 1 to 200, was 0", () -> RequestChecks.limit(null));
    refused("limit must be 1 to 200, was -1", () -> RequestChecks.limit(-1));
    refused("limit must be 1 to 200, was 201", () -> RequestChecks.limit(201));
  }

  @Test
  void idsArePositiveAndTextsAreThere() throws ServiceRefusal {
    assertThat(RequestChecks.positive("customerId", 1L)).isEqualTo(1);
    refused("customerId must be positive, was 0", () -> RequestChecks.positive("customerId", null));
    refused("eventCode must not be blank", () -> RequestChecks.notBlank("eventCode", " "));
    refused("eventCode must not be blank", () -> RequestChecks.notBlank("eventCode", null));
    assertThat(RequestChecks.requestId("A-1234567")).isEqualTo("A-1234567");
    refused(
        "requestId must be 8 to 64 letters, digits or dashes",
        () -> RequestChecks.requestId("x".repeat(65)));
    refused(
        "requestId must be 8 to 64 letters, digits or dashes",
        () -> RequestChecks.requestId("with space"));
  }

  @Test
  void optionalTextIsStrippedAndBounded() throws ServiceRefusal {
    assertThat(RequestChecks.optional("text", null)).isNull();
    assertThat(RequestChecks.optional("text", "  ")).isNull();
    assertThat(RequestChecks.optional("text", " a b ")).isEqualTo("a b");
    assertThat(RequestChecks.optional("text", "x".repeat(100))).hasSize(100);
    refused(
        "text must be at most 100 characters, was 101",
        () -> RequestChecks.optional("text", "x".repeat(101)));
  }

  @Test
  void timesHaveTheirZoneAndAPlaceInTheCalendar() throws ServiceRefusal {
    String refusal =
        "from must be a time from 1970 to 9999 with its zone, as in 2027-01-31T20:00:00Z";
    assertThat(RequestChecks.time("from", NOON)).isEqualTo(NOON);
    assertThat(RequestChecks.time("from", WireFormat.parseInstant("2026-11-22T13:00:00+01:00")))
        .isEqualTo(NOON);
    assertThat(RequestChecks.optionalTime("from", null)).isNull();
    refused(refusal, () -> RequestChecks.time("from", null));
    for (String text :
        new String[] {
          "",
          "soon",
          "2026-11-22T12:00:00",
          "2026-11-22",
          "1969-12-31T23:59:59Z",
          "+10000-01-01T00:00:00Z"
        }) {
      refused(refusal, () -> RequestChecks.optionalTime("from", WireFormat.parseInstant(text)));
    }
  }

  @Test
  void startIsBeforeTheEnd() throws ServiceRefusal {
    RequestChecks.ordered(NOON, NOON.plusMillis(1));
    RequestChecks.ordered(null, NOON);
    RequestChecks.ordered(NOON, null);
    refused(
        "from must be before to, was 2026-11-22T12:00:00Z and 2026-11-22T12:00:00Z",
        () -> RequestChecks.ordered(NOON, NOON));
  }

  private static void refused(String message, ThrowingCallable check) {
    assertThatThrownBy(check)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            ServiceRefusal.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo("INVALID_REQUEST"));
  }
}
