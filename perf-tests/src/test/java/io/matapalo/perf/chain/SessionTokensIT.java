package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session is one and the same on both sides, whichever opened it. */
@ExtendWith(ChainExtension.class)
class SessionTokensIT {
  private static final String LOGIN =
      "<login><customerId>17</customerId><password>curtain-up-2026</password></login>";
  private static final String GET_EVENT = "<getEvent><eventCode>EV-0042</eventCode></getEvent>";
  private static final Duration LIFE = Duration.ofMinutes(30);
  private static final Duration LAG = Duration.ofMinutes(1);
  private static final String OPEN = "open";
  private static final String EXPIRED = "expired";

  private final Chain chain;
  private final String mine = UUID.randomUUID().toString();

  SessionTokensIT(Chain chain) {
    this.chain = chain;
  }

  /** One of the two servers. */
  enum Side {
    LEGACY,
    FAST;

    private Side other() {
      return this == LEGACY ? FAST : LEGACY;
    }
  }

  @BeforeEach
  void openSessions() throws Exception {
    try (Connection database = chain.database()) {
      SessionTableRows.insert(database, mine + OPEN, 10);
      SessionTableRows.insert(database, mine + EXPIRED, 40);
    }
  }

  @ParameterizedTest
  @CsvSource({"LEGACY", "FAST"})
  void tokenOfEitherSideWorksOnTheOther(Side opener) throws Exception {
    String token = send(opener, "sessions", "", LOGIN).text("token").orElseThrow();
    String keepAlive = "<keepAlive><token>" + token + "</token></keepAlive>";
    String logout = "<logout><token>" + token + "</token></logout>";

    assertThat(send(opener.other(), "events", block(token, ""), GET_EVENT).status()).isEqualTo(200);
    Answer kept = send(opener.other(), "sessions", "", keepAlive);
    assertThat(kept.text("customerId")).as(kept.body()).contains("17");
    assertThat(send(opener, "sessions", block(token, ""), keepAlive).status()).isEqualTo(200);

    assertThat(send(opener.other(), "sessions", "", logout).text("seconds")).isPresent();
    assertThat(send(opener, "sessions", "", keepAlive).text("code")).contains("UNKNOWN_SESSION");
    assertThat(send(opener, "events", block(token, ""), GET_EVENT).body())
        .contains("there is no session with this token: log in to get one");
  }

  @ParameterizedTest
  @CsvSource({
    "checkout, <getOrder><orderReference>T-NONE</orderReference></getOrder>",
    "events, <getEvent><eventCode>EV-0123</eventCode></getEvent>",
    "payments, <getBalance><customerId>17</customerId></getBalance>",
    "sessions, <keepAlive><token>nobody</token></keepAlive>",
    "sessions, <login><customerId>17</customerId><password>wrong</password></login>"
  })
  void everyServiceChecksTheTokenAlike(String service, String body) throws Exception {
    for (String token : List.of(OPEN, EXPIRED, "unknown", "")) {
      for (String attributes :
          List.of(
              "",
              "s:mustUnderstand=\"1\"",
              "s:mustUnderstand=\"0\"",
              "s:mustUnderstand=\"true\" s:actor=\"urn:other\"",
              "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""
                  + " xmlns:d=\"http://www.w3.org/2001/XMLSchema\" i:type=\"d:string\"")) {
        String header = block("\n" + (token.isEmpty() ? "" : mine + token), attributes);
        Answer fast = send(Side.FAST, service, header, body);
        Answer legacy = send(Side.LEGACY, service, header, body);
        assertThat(fast.status()).as(fast.body()).isEqualTo(legacy.status());
        assertThat(fast.anyDifferencesFrom(legacy).hasDifferences())
            .as("legacy %s%n  fast %s", legacy.body(), fast.body())
            .isFalse();
        assertThat(fast.body().contains("Client</faultcode>"))
            .as("%s by %s", fast.body(), header)
            .isEqualTo(!token.equals(OPEN));
      }
    }
  }

  @Test
  void purchaseWithASessionIsServedAndOneWithoutItsSessionIsNot() throws Exception {
    String good = withHeader(aPurchase().envelope(), block(mine + OPEN, ""));
    String bad = withHeader(aPurchase().envelope(), block(mine + EXPIRED, ""));

    assertThat(chain.postToFastPath(bad).body())
        .contains("the session has expired: log in again to get another token");
    assertThat(chain.postToFastPath(good).text("status")).contains("PAID");
  }

  /** The use is in memory alone when the process ends; the session lives on the other side. */
  @Test
  void killedFastPathCostsASessionAtMostTheLag() throws Exception {
    String token = send(Side.LEGACY, "sessions", "", LOGIN).text("token").orElseThrow();
    Instant used = Instant.now();
    assertThat(send(Side.FAST, "events", block(token, ""), GET_EVENT).status()).isEqualTo(200);
    chain.kill("fast-path");
    try {
      try (Connection database = chain.database()) {
        assertThat(SessionTableRows.expiresAt(database, token))
            .isAfterOrEqualTo(used.plus(LIFE).minus(LAG));
      }
      assertThat(send(Side.LEGACY, "events", block(token, ""), GET_EVENT).status()).isEqualTo(200);
    } finally {
      chain.restart("fast-path");
    }
  }

  private static String withHeader(String envelope, String block) {
    return envelope.replace(
        "<soapenv:Body>", "<soapenv:Header>" + block + "</soapenv:Header><soapenv:Body>");
  }

  private static String block(String token, String attributes) {
    return "<sessionToken xmlns=\"http://turnstile.example/session/v3\" "
        + attributes
        + ">"
        + token
        + "</sessionToken>";
  }

  private Answer send(Side side, String service, String block, String body)
      throws IOException, InterruptedException {
    int end = body.indexOf('>');
    GeneratedMessage message =
        new GeneratedMessage(
            List.of(),
            "/turnstile/v3/" + service,
            List.of("Content-Type: text/xml; charset=utf-8", "SOAPAction: \"\""),
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
                + block
                + "</s:Header><s:Body>"
                + body.substring(0, end)
                + " xmlns=\"http://turnstile.example/"
                + service
                + "/v3\""
                + body.substring(end)
                + "</s:Body></s:Envelope>");
    HttpResponse<String> response =
        side == Side.FAST ? chain.sendToFastPath(message, "") : chain.sendToLegacy(message, "");
    return Answer.of(response);
  }
}
