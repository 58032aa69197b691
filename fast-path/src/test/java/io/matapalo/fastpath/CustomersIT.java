package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customers against a real database: what is answered and written, and at what cost. */
final class CustomersIT extends StartedTurnstile {

  @Test
  void aProfileIsOneStatementHoweverMuchThereIs() throws SQLException {
    client.purchase("it-profile-1", 41, "EV-0001", SoapClient.CARD, "VIP", "2", "SEATED", "1");
    String latest =
        client
            .purchase("it-profile-2", 41, "EV-0002", SoapClient.CARD, "VIP", "1")
            .text("orderReference");
    addOrders(41, 300);

    StatementCounts before = StatementCounts.of("Customers.getProfile", client);
    SoapClient.Answer profile = profile(41);

    assertThat(StatementCounts.of("Customers.getProfile", client).minus(before))
        .isEqualTo(StatementCounts.reads(1));
    assertThat(profile.status()).as(profile.body()).isEqualTo(200);
    assertThat(profile.texts("name"))
        .containsExactly("Customer 41", "language", "newsletter", "seating");
    assertThat(profile.texts("value")).containsExactly("en", "weekly", "aisle");
    assertThat(profile.texts("kind")).containsExactly("BILLING", "DELIVERY");
    assertThat(profile.text("email")).isEqualTo("customer41@example.org");
    assertThat(profile.text("orderCount")).as("those without lines aside").isEqualTo("2");
    assertThat(profile.text("lastOrderReference")).isEqualTo(latest);
    assertThat(profile.text("version")).isEqualTo("0");
  }

  @Test
  void whoHasNothingHasAProfileAllTheSame() throws SQLException {
    stack.update("DELETE FROM customer_address WHERE customer_id = 40");
    stack.update("DELETE FROM customer_preference WHERE customer_id = 40");

    SoapClient.Answer profile = profile(40);

    assertThat(profile.text("orderCount")).isEqualTo("0");
    assertThat(profile.body())
        .doesNotContain("lastOrderReference", "<ns2:address>", "<ns2:preference>");
  }

  @Test
  void aContactIsChangedByOneReadAndOneConditionalUpdate() throws SQLException {
    StatementCounts before = StatementCounts.of("Customers.updateContact", client);
    SoapClient.Answer changed = update(42, "<name>Zo\u00eb &amp; Co</name>", "zoe@example.org", 0);

    assertThat(StatementCounts.of("Customers.updateContact", client).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 0, 1, 0, 0, 1));
    assertThat(changed.text("version")).as(changed.body()).isEqualTo("1");
    assertThat(account(42)).containsExactly("Zo\u00eb & Co|zoe@example.org|1");
    assertThat(profile(42).body().replace("getProfile", "updateContact")).isEqualTo(changed.body());
  }

  @Test
  void whatChangesNothingWritesNothingAndLeavesTheVersion() throws SQLException {
    StatementCounts before = StatementCounts.of("Customers.updateContact", client);
    SoapClient.Answer same = update(43, "<name>Customer 43</name>", "customer43@example.org", 0);
    SoapClient.Answer nameless = update(43, "", "customer43@example.org", 0);

    assertThat(StatementCounts.of("Customers.updateContact", client).minus(before))
        .isEqualTo(StatementCounts.reads(2));
    assertThat(same.text("version")).isEqualTo("0");
    assertThat(nameless.body()).isEqualTo(same.body());
    assertThat(update(43, "<name>customer 43</name>", "customer43@example.org", 0).text("version"))
        .as("letters of another case are a change")
        .isEqualTo("1");
  }

  @Test
  void aStaleVersionIsRefusedWithThePresentOne() throws SQLException {
    update(44, "", "a@example.org", 0);

    SoapClient.Answer refused = update(44, "", "b@example.org", 0);

    assertThat(refused.text("code")).isEqualTo("VERSION_CONFLICT");
    assertThat(refused.text("message"))
        .isEqualTo("customer 44 is at version 1, not 0: read it again");
    assertThat(account(44)).containsExactly("Customer 44|a@example.org|1");
  }

  @Test
  void ofTwoWritersThatMeetAtTheCommitOneIsRefused() throws Exception {
    List<String> outcomes;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SoapClient.Answer>> writers;
      try (Connection rival = stack.connect();
          Statement statement = rival.createStatement()) {
        rival.setAutoCommit(false);
        statement.executeQuery("SELECT id FROM customer WHERE id = 45 FOR UPDATE");
        writers =
            Stream.of("first@example.org", "second@example.org")
                .map(email -> threads.submit(() -> update(45, "", email, 0)))
                .toList();
        // Both have read version 0 by then.
        awaitLockWaits(2);
      }
      outcomes = List.of(outcome(writers.getFirst()), outcome(writers.getLast()));
    }

    assertThat(outcomes)
        .containsExactlyInAnyOrder("1", "customer 45 is at version 1, not 0: read it again");
    assertThat(stack.rows("SELECT version FROM customer WHERE id = 45")).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          getProfile    | <customerId>0</customerId>     | INVALID_REQUEST  | customerId must be positive, was 0
          getProfile    | <customerId>x</customerId>     | INVALID_REQUEST  | customerId must be positive, was 0
          getProfile    | <other/>                       | INVALID_REQUEST  | customerId must be positive, was null
          getProfile    | <customerId>99999</customerId> | UNKNOWN_CUSTOMER | no active customer 99999
          getProfile    | <customerId>49</customerId>    | UNKNOWN_CUSTOMER | no active customer 49
          updateContact | <email>a@b</email><version>0</version> | INVALID_REQUEST | customerId must be positive, was null
          updateContact | <customerId>46</customerId><name/><email>a</email> | INVALID_REQUEST | name must be 1 to 120 characters and not blank, was 0
          updateContact | <customerId>46</customerId><email>a b@c</email> | INVALID_REQUEST | email must be an address such as name@host, of at most 160 characters
          updateContact | <customerId>46</customerId><version>0</version> | INVALID_REQUEST | email must be an address such as name@host, of at most 160 characters
          updateContact | <customerId>46</customerId><email>a@b</email> | INVALID_REQUEST | version must be 0 or more, was null
          updateContact | <customerId>46</customerId><email>a@b</email><version>-1</version> | INVALID_REQUEST | version must be 0 or more, was -1
          updateContact | <customerId>49</customerId><email>a@b</email><version>7</version> | UNKNOWN_CUSTOMER | no active customer 49
          """)
  void badInputIsRefusedWithItsReason(String operation, String fields, String code, String message)
      throws SQLException {
    stack.update("UPDATE customer SET status = 'CLOSED' WHERE id = 49");

    SoapClient.Answer refused = client.ask("customers", operation, fields);

    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.text("code")).as(refused.body()).isEqualTo(code);
    assertThat(refused.text("message")).isEqualTo(message);
    assertThat(account(46)).containsExactly("Customer 46|customer46@example.org|0");
  }

  private static SoapClient.Answer profile(long customerId) {
    return client.ask("customers", "getProfile", "<customerId>" + customerId + "</customerId>");
  }

  private static SoapClient.Answer update(long customerId, String name, String email, int version) {
    return client.ask(
        "customers",
        "updateContact",
        "<customerId>%d</customerId>%s<email>%s</email><version>%d</version>"
            .formatted(customerId, name, email, version));
  }

  private static String outcome(Future<SoapClient.Answer> writer) throws Exception {
    SoapClient.Answer answer = writer.get();
    return answer.status() == 200 ? answer.text("version") : answer.text("message");
  }

  private static List<String> account(long customerId) throws SQLException {
    return stack.rows("SELECT name, email, version FROM customer WHERE id = ?", customerId);
  }

  /** Orders without lines, younger than all others. */
  private static void addOrders(long customerId, int orders) throws SQLException {
    stack.update(
        "INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id,"
            + " status, currency, subtotal, fees, tax, total, card_last_four, payment_id,"
            + " authorisation_code, created_at) SELECT CONCAT('T-bare-', id),"
            + " CONCAT('it-bare-', id), REPEAT('d', 64), ?, 1, 'PAID', 'EUR', 1, 0, 0, 1, '1111',"
            + " 'pay', 'code', NOW(3) FROM customer WHERE id <= ?",
        customerId,
        orders);
  }
}
