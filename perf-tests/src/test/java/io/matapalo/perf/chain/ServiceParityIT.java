package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmlunit.XMLUnitException;
import org.xmlunit.diff.Diff;

/**
 * Generated messages to each operation, on both sides: where the fast path serves, the answer is
 * the monolith's to the last value, identities and times of what was written aside, and so are the
 * rows.
 */
@ExtendWith(ChainExtension.class)
class ServiceParityIT {
  private static final long SEED = 20_261_129L;
  private static final int MISDIRECTED_REQUEST = 421;
  private static final int FEW = 30;
  private static final int MANY = 500;
  private static final String OPERATIONS =
      """
      events, listEvents
      events, getEvent
      events, searchEvents
      payments, getTransaction
      payments, listTransactions
      payments, getBalance
      payments, getStatement
      checkout, refund
      inventory, reserve
      inventory, release
      customers, getProfile
      customers, updateContact
      instructions, create
      instructions, update
      instructions, get
      instructions, delete
      sessions, login
      sessions, keepAlive
      sessions, logout
      """;

  private final Chain chain;

  ServiceParityIT(Chain chain) {
    this.chain = chain;
  }

  @ParameterizedTest
  @CsvSource(textBlock = OPERATIONS)
  void aFewMessagesAreAnsweredAlike(String service, String operation) throws Exception {
    compare(FEW, requests(service, operation));
  }

  @ParameterizedTest
  @CsvSource(textBlock = OPERATIONS)
  @Tag("deep")
  void manyMessagesAreAnsweredAlike(String service, String operation) throws Exception {
    compare(MANY, requests(service, operation));
  }

  private GoodRequests requests(String service, String operation) throws Exception {
    List<String> operations = List.of(operation);
    return switch (service) {
      case "events" -> new EventsRequests(operations);
      case "payments" -> new PaymentsRequests(operations, soldAndRefunded(), now());
      case "customers" -> customers(operations);
      case "instructions" -> instructions(operations);
      case "checkout" -> refunds();
      case "inventory" -> inventory(operation);
      case "sessions" -> new SessionsRequests(operations);
      default -> throw new AssertionError("no requests of " + service);
    };
  }

  /** Customers of whom some have bought, on either side. */
  private CustomersRequests customers(List<String> operations) throws Exception {
    try (Connection database = chain.database()) {
      CustomersRequests.prepare(database);
    }
    chain.postToLegacy(aPurchase().withCustomerId("1901").envelope()).orderReference();
    chain.postToFastPath(aPurchase().withCustomerId("1906").envelope()).orderReference();
    return new CustomersRequests(operations);
  }

  /** Refunds of orders of either side, one of which is refunded and one of an odd status. */
  private OneReferenceRequests refunds() throws Exception {
    List<String> references = soldAndRefunded();
    String odd = chain.postToFastPath(aPurchase().envelope()).orderReference();
    execute("UPDATE orders SET status = 'BOOKED' WHERE order_reference = '%s'".formatted(odd));
    references.add(odd);
    return new OneReferenceRequests("checkout", "refund", "orderReference", references);
  }

  /** Reservations of either side, of which one has expired. */
  private GoodRequests inventory(String operation) throws Exception {
    List<String> requestIds = new ArrayList<>();
    List<String> reservations = new ArrayList<>(List.of("R-0000000000000000"));
    for (int i = 0; i < 5; i++) {
      String id = "parity-" + UUID.randomUUID();
      GeneratedMessage creation = MessageGenerator.message("inventory", ReserveRequests.make(id));
      Answer made =
          Answer.of(
              i % 2 == 0 ? chain.sendToLegacy(creation, id) : chain.sendToFastPath(creation, id));
      requestIds.add(id);
      reservations.add(made.text("reservationId").orElseThrow());
    }
    execute(
        "UPDATE reservation SET status = 'EXPIRED' WHERE reservation_id = '%s'"
            .formatted(reservations.getLast()));
    return operation.equals("reserve")
        ? new ReserveRequests(requestIds)
        : new OneReferenceRequests("inventory", operation, "reservationId", reservations);
  }

  private void execute(String sql) throws SQLException {
    try (Connection database = chain.database();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Instructions of either side. */
  private InstructionsRequests instructions(List<String> operations) throws Exception {
    try (Connection database = chain.database()) {
      CustomersRequests.prepare(database);
    }
    List<InstructionsRequests.Known> known = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = "parity-" + UUID.randomUUID();
      GeneratedMessage creation =
          MessageGenerator.message("instructions", InstructionsRequests.make(id));
      Answer made =
          Answer.of(
              i % 2 == 0 ? chain.sendToLegacy(creation, id) : chain.sendToFastPath(creation, id));
      known.add(new InstructionsRequests.Known(id, made.text("reference").orElseThrow()));
    }
    return new InstructionsRequests(operations, known);
  }

  /** What the operations of a service write, what is counted beside them aside. */
  private static WrittenRows rows(String service, Connection database) throws SQLException {
    return switch (service) {
      case "customers" -> new ChangedRows(database, List.of("customer"));
      case "instructions" -> new ChangedRows(database, List.of("instruction"));
      case "checkout" ->
          new ChangedRows(
              database, List.of("orders", "ticket", "ledger_entry", "audit_record", "stock"));
      // Lines first, which point to the other rows.
      case "inventory" ->
          new ChangedRows(database, List.of("reservation_line", "reservation", "stock"));
      case "sessions" -> new SessionTableRows(database);
      default -> WrittenRows.NONE;
    };
  }

  private static Instant now() {
    return InstantSource.system().instant();
  }

  /** Orders of several customers on either side, one of them refunded, and nobody's. */
  private List<String> soldAndRefunded() throws Exception {
    List<String> references = new ArrayList<>(List.of("T-0000000000000000"));
    for (int customer = 1; customer <= 3; customer++) {
      references.add(
          chain
              .postToLegacy(aPurchase().withCustomerId(String.valueOf(customer)).envelope())
              .orderReference());
      references.add(
          chain
              .postToFastPath(aPurchase().withCustomerId(String.valueOf(customer)).envelope())
              .orderReference());
    }
    Answer refunded = chain.postToLegacy(Purchase.refund(references.getLast()));
    assertThat(refunded.text("status")).contains("REFUNDED");
    return references;
  }

  private void compare(int messages, GoodRequests requests) throws Exception {
    System.out.printf("seed %d%n", SEED);
    MessageGenerator generator = new MessageGenerator(SEED, requests);
    ParityTally tally = new ParityTally();
    try (Connection database = chain.database();
        WrittenRows rows = rows(requests.service(), database)) {
      UsageCounts before = UsageCounts.settled(chain, database);
      for (int i = 0; i < messages; i++) {
        compare(generator.next(), tally, rows, requests);
      }
      UsageCounts counted = UsageCounts.settled(chain, database).minus(before);
      assertThat(counted.byFastPath()).as("uses counted").isEqualTo(counted.byMonolith());
    }
    System.out.print(tally.counts());
    assertThat(tally.differences()).isEmpty();
    assertThat(tally.served()).as("served").isGreaterThan(tally.declined() / 2);
  }

  private void compare(
      GeneratedMessage message, ParityTally tally, WrittenRows rows, GoodRequests requests)
      throws IOException, InterruptedException, SQLException {
    String fastId = UUID.randomUUID().toString();
    rows.prepare(fastId);
    HttpResponse<String> response = chain.sendToFastPath(message, fastId);
    Answer fast = Answer.of(response);
    List<String> fastRows = rows.after(fastId, fast);
    if (response.statusCode() == MISDIRECTED_REQUEST) {
      tally.declined(response.headers().firstValue("X-Matapalo-Decline").orElseThrow());
      if (!rows.areUntouched(fastRows)) {
        tally.difference(message, "declined with a side effect");
      }
      return;
    }
    rows.undo();
    // What the monolith remembers is of an earlier moment than what it would read.
    chain.emptyTheHostsCache();
    String legacyId = UUID.randomUUID().toString();
    rows.prepare(legacyId);
    Answer legacy = Answer.of(chain.sendToLegacy(message, legacyId));
    List<String> legacyRows = rows.after(legacyId, legacy);
    rows.undo();
    tally.served(fast.status() + fast.text("code").map(code -> " " + code).orElse(""));
    if (!isSame(fast, legacy, requests)) {
      tally.difference(message, "legacy %s%n  fast %s".formatted(legacy, fast));
    }
    if (!fastRows.equals(legacyRows)) {
      tally.difference(message, "rows of legacy %s%n  of fast %s".formatted(legacyRows, fastRows));
    }
  }

  private static boolean isSame(Answer fast, Answer legacy, GoodRequests requests) {
    if (fast.status() != legacy.status() || !fast.mediaType().equals(legacy.mediaType())) {
      return false;
    }
    try {
      Diff differences =
          requests.makesIdentities()
              ? fast.differencesFrom(legacy)
              : fast.anyDifferencesFrom(legacy);
      return !differences.hasDifferences();
    } catch (XMLUnitException e) {
      // One of them is no XML.
      return fast.body().equals(legacy.body());
    }
  }
}
