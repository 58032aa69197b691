package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.ResultPage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xmlunit.XMLUnitException;

/**
 * Generated messages, most of them odd in up to three ways, to the fast path and to the monolith:
 * where the fast path serves, answer, status and rows are the monolith's.
 */
@ExtendWith(ChainExtension.class)
class ParityIT {
  private static final long SEED = 20_261_128L;
  private static final int MISDIRECTED_REQUEST = 421;
  private static final int FEW = 200;
  private static final int MANY = 2_500;
  private static final List<String> SOURCES =
      List.of(
          "fast-path/src/main/java/io/matapalo/fastpath/soap",
          "fast-path/src/main/java/io/matapalo/fastpath/checkout",
          "legacy-monolith/src/main/java/com/turnstile/ws",
          "perf-tests/src/test/java/io/matapalo/perf/chain/MessageGenerator.java",
          "perf-tests/src/test/java/io/matapalo/perf/chain/CheckoutRequests.java");
  private static final Duration ALLOWANCE = Duration.ofDays(30);

  private final Chain chain;

  ParityIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void someHundredMessagesAreAnsweredAlike() throws Exception {
    assertAlike(compare(FEW, SEED));
  }

  @Test
  @Tag("deep")
  void thousandsOfMessagesAreAnsweredAlike() throws Exception {
    ParityTally tally = compare(MANY, SEED + 1);
    if (Boolean.getBoolean("matapalo.prove")) {
      ResultPage page =
          new ResultPage(
              "parity",
              new ResultPage.Subject(
                  "./matapalo prove parity",
                  "%,d messages, seed %d, defaults otherwise".formatted(MANY, SEED + 1),
                  SOURCES,
                  ALLOWANCE));
      tally.writeTo(page);
      page.write(Path.of(System.getProperty("matapalo.root")), Instant.now());
    }
    assertAlike(tally);
  }

  private static void assertAlike(ParityTally tally) {
    assertThat(tally.differences()).isEmpty();
    assertThat(tally.served()).as("served").isGreaterThan(tally.declined() / 2);
    assertThat(tally.declined()).as("declined").isPositive();
  }

  private ParityTally compare(int messages, long seed) throws Exception {
    System.out.printf("seed %d%n", seed);
    MessageGenerator generator = new MessageGenerator(seed, new CheckoutRequests(references()));
    ParityTally tally = new ParityTally();
    try (Connection database = chain.database()) {
      List<String> tickets = OrderRows.tickets(database);
      for (int i = 0; i < messages; i++) {
        compare(generator.next(), tally, database);
      }
      assertThat(OrderRows.tickets(database))
          .as("tickets in stock, sold and held")
          .isEqualTo(tickets);
    }
    return tally;
  }

  /** Of both sides' orders, and none's. */
  private List<String> references() throws Exception {
    List<String> references = new ArrayList<>(List.of("T-0000000000000000"));
    references.add(chain.postToLegacy(aPurchase().envelope()).orderReference());
    references.add(chain.postToFastPath(aPurchase().envelope()).orderReference());
    return references;
  }

  private void compare(GeneratedMessage message, ParityTally tally, Connection database)
      throws IOException, InterruptedException, SQLException {
    String fastId = UUID.randomUUID().toString();
    HttpResponse<String> response = chain.sendToFastPath(message, fastId);
    if (response.statusCode() == MISDIRECTED_REQUEST) {
      tally.declined(response.headers().firstValue("X-Matapalo-Decline").orElseThrow());
      if (!OrderRows.areNone(OrderRows.of(database, fastId))) {
        tally.difference(message, "declined with a side effect");
      }
      return;
    }
    String legacyId = UUID.randomUUID().toString();
    Answer fast = Answer.of(response);
    Answer legacy = Answer.of(chain.sendToLegacy(message, legacyId));
    tally.served(fast.status() + fast.text("code").map(code -> " " + code).orElse(""));
    if (!isSame(fast, legacy)) {
      tally.difference(message, "legacy %s%n  fast %s".formatted(legacy, fast));
    }
    if (!Objects.equals(OrderRows.of(database, fastId), OrderRows.of(database, legacyId))) {
      tally.difference(
          message,
          "rows of legacy %s%n  of fast %s"
              .formatted(OrderRows.of(database, legacyId), OrderRows.of(database, fastId)));
    }
  }

  private static boolean isSame(Answer fast, Answer legacy) {
    if (fast.status() != legacy.status() || !fast.mediaType().equals(legacy.mediaType())) {
      return false;
    }
    try {
      return !fast.differencesFrom(legacy).hasDifferences();
    } catch (XMLUnitException e) {
      // One of them is no XML.
      return fast.body().equals(legacy.body());
    }
  }
}
