package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructions against a real database: what is answered and written, and at what cost. */
final class InstructionsIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void anInstructionLivesByOneReadAndOneWriteEach() throws SQLException {
    StatementCounts[] before = counts();
    SoapClient.Answer created = create("it-life-1", "12.5");
    String reference = created.text("reference");
    SoapClient.Answer updated = update(reference, 0, "20", "WEEKLY", "PAUSED");
    SoapClient.Answer found = get(reference);
    String row = row(reference);
    SoapClient.Answer deleted = ask("delete", "<reference>" + reference + "</reference>");
    StatementCounts[] after = counts();

    assertThat(reference).as(created.body()).matches("I-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(created.text("amount")).isEqualTo("12.50");
    assertThat(created.text("status")).isEqualTo("ACTIVE");
    assertThat(created.text("version")).isEqualTo("0");
    assertThat(updated.text("amount")).isEqualTo("20.00");
    assertThat(updated.text("version")).isEqualTo("1");
    assertThat(found.body().replace("getResponse", "updateResponse")).isEqualTo(updated.body());
    assertThat(row).isEqualTo("it-life-1|51|pay_1f2e3d|1111|20.00|EUR|WEEKLY|PAUSED|1");
    assertThat(deleted.text("reference")).isEqualTo(reference);
    assertThat(get(reference).text("message"))
        .isEqualTo("no instruction with reference " + reference);
    assertThat(after[0].minus(before[0])).isEqualTo(new StatementCounts(1, 1, 1, 0, 0, 0, 1));
    assertThat(after[1].minus(before[1])).isEqualTo(new StatementCounts(1, 1, 0, 1, 0, 0, 1));
    assertThat(after[2].minus(before[2])).isEqualTo(StatementCounts.reads(1));
    assertThat(after[3].minus(before[3])).isEqualTo(new StatementCounts(1, 1, 0, 0, 1, 0, 1));
  }

  @Test
  void nobodyWaitsForTheCounterAndNoCountIsLost() throws Exception {
    String one = create("it-counter-1", "1").text("reference");
    String other = create("it-counter-2", "1").text("reference");
    long before = useAddedUp();
    try (Connection rival = stack.connect();
        Statement statement = rival.createStatement()) {
      rival.setAutoCommit(false);
      statement.executeUpdate("UPDATE usage_counter SET used = used + 1");
      assertThat(get(one).status()).isEqualTo(200);
      assertThat(update(other, 0, "1", "YEARLY", "ACTIVE").status()).isEqualTo(200);
      assertThat(create("it-counter-3", "1").status()).isEqualTo(200);
      assertThat(create("it-counter-3", "1").status()).as("a repeat only reads").isEqualTo(200);
      assertThat(ask("delete", "<reference>" + one + "</reference>").status()).isEqualTo(200);
      // Refusals count nothing.
      assertThat(get(one).status()).isEqualTo(500);
      assertThat(update(other, 0, "1", "YEARLY", "ACTIVE").status()).isEqualTo(500);
      assertThat(create("it-counter-3", "2").status()).isEqualTo(500);
      rival.commit();
    }
    long counted = 1 + 2 + 2 + 1 + 1;

    assertThat(useAddedUp() - before).as("and the rival's one").isEqualTo(1 + counted);
  }

  @Test
  void writersOfTheCounterOnBothSidesLoseNothing() throws Exception {
    String reference = create("it-both-sides", "1").text("reference");
    long before = useAddedUp();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> IntStream.range(0, 50).forEach(_ -> get(reference)));
        threads.execute(() -> countAsTheMonolithDoes(50));
      }
    }

    assertThat(useAddedUp() - before).isEqualTo(400);
  }

  @Test
  void theSameRequestAgainIsTheSameInstruction() throws SQLException {
    SoapClient.Answer first = create("it-repeat-1", "12.5");
    StatementCounts before = StatementCounts.of("Instructions.create", client);
    SoapClient.Answer again = create("it-repeat-1", " 12.50\n");

    assertThat(StatementCounts.of("Instructions.create", client).minus(before))
        .isEqualTo(StatementCounts.reads(1));
    assertThat(again.body()).isEqualTo(first.body());
    for (SoapClient.Answer other :
        List.of(create("it-repeat-1", "13"), create("IT-repeat-1", "12.5"))) {
      assertThat(other.text("code")).as(other.body()).isEqualTo("REQUEST_ID_CONFLICT");
      assertThat(other.text("message")).isEqualTo("requestId was used for another instruction");
    }
    ask("delete", "<reference>" + first.text("reference") + "</reference>");
    assertThat(create("it-repeat-1", "13").status()).as("its request id is free").isEqualTo(200);
  }

  @Test
  void theSameRequestSentAtOnceIsOneInstruction() throws Exception {
    List<String> references = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SoapClient.Answer>> answers =
          IntStream.range(0, 8)
              .mapToObj(_ -> threads.submit(() -> create("it-at-once", "1")))
              .toList();
      for (Future<SoapClient.Answer> answer : answers) {
        references.add(answer.get().text("reference"));
      }
    }

    assertThat(references).hasSize(8).containsOnly(references.getFirst());
    assertThat(references.getFirst()).startsWith("I-");
    assertThat(stack.rows("SELECT COUNT(*) FROM instruction WHERE request_id = 'it-at-once'"))
        .containsExactly("1");
  }

  @Test
  void whatChangesNothingWritesNothingAndLeavesTheVersion() {
    String reference = create("it-nothing-1", "1").text("reference");
    StatementCounts before = StatementCounts.of("Instructions.update", client);
    SoapClient.Answer same = update(reference, 0, "1.0", "MONTHLY", "ACTIVE");

    assertThat(StatementCounts.of("Instructions.update", client).minus(before))
        .isEqualTo(StatementCounts.reads(1));
    assertThat(same.text("version")).as(same.body()).isEqualTo("0");
  }

  @Test
  void aStaleVersionIsRefusedWithThePresentOne() {
    String reference = create("it-stale-1", "1").text("reference");
    update(reference, 0, "2", "WEEKLY", "ACTIVE");

    SoapClient.Answer refused = update(reference, 0, "3", "WEEKLY", "ACTIVE");

    assertThat(refused.text("code")).isEqualTo("VERSION_CONFLICT");
    assertThat(refused.text("message"))
        .isEqualTo("instruction " + reference + " is at version 1, not 0: read it again");
  }

  @Test
  void ofWritersThatMeetAtTheCommitOneIsFirstAndTheOthersAreTold() throws Exception {
    String changed = create("it-meet-1", "1").text("reference");
    String deleted = create("it-meet-2", "1").text("reference");
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SoapClient.Answer>> writers = new ArrayList<>();
      try (Connection rival = stack.connect();
          Statement statement = rival.createStatement()) {
        rival.setAutoCommit(false);
        statement.executeQuery(
            "SELECT id FROM instruction WHERE request_id LIKE 'it-meet-%' FOR UPDATE");
        for (String amount : List.of("2", "3")) {
          writers.add(threads.submit(() -> update(changed, 0, amount, "WEEKLY", "ACTIVE")));
        }
        for (int i = 0; i < 2; i++) {
          writers.add(
              threads.submit(() -> ask("delete", "<reference>" + deleted + "</reference>")));
        }
        awaitLockWaits(4);
      }
      for (Future<SoapClient.Answer> writer : writers) {
        SoapClient.Answer answer = writer.get();
        outcomes.add(answer.status() == 200 ? "done" : answer.text("message"));
      }
    }

    assertThat(outcomes.subList(0, 2))
        .containsExactlyInAnyOrder(
            "done", "instruction " + changed + " is at version 1, not 0: read it again");
    assertThat(outcomes.subList(2, 4))
        .containsExactlyInAnyOrder("done", "no instruction with reference " + deleted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get    | <reference> </reference>              | INVALID_REQUEST     | reference must not be blank
          get    | <other/>                              | INVALID_REQUEST     | reference must not be blank
          get    | <reference>I-0</reference>            | UNKNOWN_INSTRUCTION | no instruction with reference I-0
          delete | <reference/>                          | INVALID_REQUEST     | reference must not be blank
          delete | <reference>I-0</reference>            | UNKNOWN_INSTRUCTION | no instruction with reference I-0
          update | <reference>I-0</reference>            | INVALID_REQUEST     | version must be 0 or more, was null
          update | <reference>I-0</reference><version>x</version><amount>1</amount><frequency>WEEKLY</frequency><status>PAUSED</status> | UNKNOWN_INSTRUCTION | no instruction with reference I-0
          update | <reference>I-0</reference><version>0</version><amount>1.001</amount> | INVALID_REQUEST | amount must be 0.01 to 9999999.99, with two decimals at most
          update | <reference>I-0</reference><version>0</version><amount>1</amount><frequency>weekly</frequency> | INVALID_REQUEST | frequency must be WEEKLY, MONTHLY or YEARLY
          update | <reference>I-0</reference><version>0</version><amount>1</amount><frequency>WEEKLY</frequency> | INVALID_REQUEST | status must be ACTIVE or PAUSED
          create | <requestId>short</requestId>          | INVALID_REQUEST     | requestId must be 8 to 64 letters, digits or dashes
          create | <requestId>it-bad-1</requestId>       | INVALID_REQUEST     | customerId must be positive, was null
          """)
  void badInputIsRefusedWithItsReason(
      String operation, String fields, String code, String message) {
    StatementCounts before = StatementCounts.of("Instructions." + operation, client);
    SoapClient.Answer refused = ask(operation, fields);

    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.text("code")).as(refused.body()).isEqualTo(code);
    assertThat(refused.text("message")).isEqualTo(message);
    if (code.equals("INVALID_REQUEST")) {
      assertThat(StatementCounts.of("Instructions." + operation, client).minus(before))
          .isEqualTo(new StatementCounts(1, 0, 0, 0, 0, 0, 0));
    }
  }

  @Test
  void aCardNumberIsRefusedAndNotSaidAgain() {
    SoapClient.Answer refused =
        ask("create", creation("it-card-1", "1").replace("pay_1f2e3d", SoapClient.CARD));

    assertThat(refused.text("code")).isEqualTo("INVALID_REQUEST");
    assertThat(refused.body()).doesNotContain(SoapClient.CARD);
    assertThat(client.get("/matapalo/metrics").body()).doesNotContain(SoapClient.CARD);
  }

  @Test
  void aCustomerWhoIsNotActiveIsRefusedAfterARepeatIsLookedFor() throws SQLException {
    SoapClient.Answer made = ask("create", creation("it-closed-1", "1").replace("51", "52"));
    stack.update("UPDATE customer SET status = 'CLOSED' WHERE id = 52");

    assertThat(ask("create", creation("it-closed-1", "1").replace("51", "52")).body())
        .isEqualTo(made.body());
    assertThat(ask("create", creation("it-closed-2", "1").replace("51", "52")).text("message"))
        .isEqualTo("no active customer 52");
  }

  @Test
  void aReferenceInAnotherCaseIsNotFound() {
    String reference = create("it-case-1", "1").text("reference");
    String other = "i" + reference.substring(1);

    assertThat(get(other).text("message")).isEqualTo("no instruction with reference " + other);
    assertThat(get(reference + " ").text("code")).isEqualTo("UNKNOWN_INSTRUCTION");
  }

  private static StatementCounts[] counts() {
    return Stream.of("create", "update", "get", "delete")
        .map(operation -> StatementCounts.of("Instructions." + operation, client))
        .toArray(StatementCounts[]::new);
  }

  private static SoapClient.Answer create(String requestId, String amount) {
    return ask("create", creation(requestId, amount));
  }

  private static String creation(String requestId, String amount) {
    return """
    <requestId>%s</requestId><customerId>51</customerId><paymentToken>pay_1f2e3d</paymentToken>
    <cardLastFour>1111</cardLastFour><amount>%s</amount><currency>EUR</currency>
    <frequency>MONTHLY</frequency>
    """
        .formatted(requestId, amount);
  }

  private static SoapClient.Answer update(
      String reference, int version, String amount, String frequency, String status) {
    return ask(
        "update",
        """
        <reference>%s</reference><version>%d</version><amount>%s</amount>
        <frequency>%s</frequency><status>%s</status>
        """
            .formatted(reference, version, amount, frequency, status));
  }

  private static SoapClient.Answer get(String reference) {
    return ask("get", "<reference>" + reference + "</reference>");
  }

  private static SoapClient.Answer ask(String operation, String fields) {
    return client.ask("instructions", operation, fields);
  }

  private static String row(String reference) throws SQLException {
    return stack
        .rows(
            "SELECT request_id, customer_id, payment_token, card_last_four, amount, currency,"
                + " frequency, status, version FROM instruction WHERE instruction_reference = ?",
            reference)
        .getFirst();
  }

  private static void countAsTheMonolithDoes(int times) {
    try {
      for (int i = 0; i < times; i++) {
        stack.update("UPDATE usage_counter SET used = used + 1 WHERE name = 'instructions'");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The counter, once all is added up that the fast path has counted. */
  private static long useAddedUp() throws SQLException {
    await()
        .atMost(SOON)
        .until(() -> stack.rows("SELECT added_up FROM usage_journal").equals(List.of(counted())));
    return Long.parseLong(
        stack.rows("SELECT used FROM usage_counter WHERE name = 'instructions'").getFirst());
  }

  /** What stands in the journal's file, as the class {@code UsageJournal} lays it out. */
  private static String counted() throws IOException {
    byte[] journal = Files.readAllBytes(folder.resolve("usage-1.journal"));
    return String.valueOf(ByteBuffer.wrap(journal).order(ByteOrder.nativeOrder()).getLong(24));
  }
}
