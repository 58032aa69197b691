package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.audit.AuditVerification;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit trail of a running fast path, whole and tampered with. */
final class AuditIT extends StartedTurnstile {

  private FastPathServer server;
  private SoapClient buyer;
  private static int round;

  /** Sales one after the other share a stream; a refusal is recorded, too. */
  @BeforeEach
  void sellAndRefuse() throws SQLException {
    stack.update("DELETE FROM audit_record");
    stack.update("UPDATE orders SET created_at = UTC_TIMESTAMP(3)");
    round++;
    // Streams go on for as long as their server does: another one begins with others.
    server = FastPathServer.start(stack.config());
    buyer = new SoapClient(server.url());
    for (int i = 0; i < 4; i++) {
      assertThat(buyer.purchase(id(i), "EV-0001", "VIP", "1").status()).isEqualTo(200);
    }
    buyer.purchase(id(4), "EV-0001", "NO-TYPE", "1");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String id(int number) {
    return "it-audit-%d-%d".formatted(round, number);
  }

  private static AuditVerification.Result verify() throws SQLException {
    try (Connection connection = stack.connect()) {
      return new AuditVerification(connection).run();
    }
  }

  @Test
  void isWholeAfterSalesAndRefusals() throws SQLException {
    AuditVerification.Result result = verify();
    assertThat(result.findings()).isEmpty();
    assertThat(result.records()).isEqualTo(5);
    assertThat(result.unchained()).isZero();
  }

  @Test
  void aSoldOutPurchaseLeavesNoGap() throws SQLException {
    stack.update(
        "UPDATE stock SET available = 1 WHERE ticket_type_id ="
            + " (SELECT id FROM ticket_type WHERE event_id = 2 AND code = 'VIP')");
    List<Integer> answers =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> buyer.purchase(id(10 + i), "EV-0002", "VIP", "1").status())
            .toList();
    assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
    AuditVerification.Result result = verify();
    assertThat(result.findings()).isEmpty();
    assertThat(result.records()).isEqualTo(13);
  }

  @Test
  void namesARemovedRecord() throws SQLException {
    stack.update("DELETE FROM audit_record WHERE request_id = ?", id(1));
    assertThat(verify().findings())
        .hasSize(1)
        .first()
        .asString()
        .contains("record", "is removed", id(2));
  }

  @Test
  void namesAnEditedRecord() throws SQLException {
    stack.update(
        "UPDATE audit_record SET detail = REPLACE(detail, 'tickets=1', 'tickets=2')"
            + " WHERE request_id = ?",
        id(2));
    assertThat(verify().findings())
        .hasSize(1)
        .first()
        .asString()
        .contains("is edited or moved", id(2));
  }

  @Test
  void namesExchangedRecords() throws SQLException {
    stack.update("UPDATE audit_record SET stream_no = -1 WHERE request_id = ?", id(1));
    stack.update(
        "UPDATE audit_record a JOIN (SELECT MAX(stream_no) AS n FROM audit_record"
            + " WHERE request_id = ?) b SET a.stream_no = b.n - 1 WHERE a.request_id = ?",
        id(2),
        id(2));
    stack.update(
        "UPDATE audit_record a JOIN (SELECT MAX(stream_no) AS n FROM audit_record"
            + " WHERE request_id = ?) b SET a.stream_no = b.n + 1 WHERE a.request_id = ?",
        id(2),
        id(1));
    assertThat(verify().findings())
        .hasSize(1)
        .first()
        .asString()
        .contains("is edited or moved", id(2));
  }

  /**
   * The end of a stream has no successor; its order tells. The monolith's gaps are found so too.
   */
  @Test
  void namesAnOrderWithoutARecord() throws SQLException {
    String reference =
        stack.rows("SELECT order_reference FROM orders WHERE request_id = ?", id(3)).getFirst();
    stack.update("DELETE FROM audit_record WHERE request_id IN (?, ?)", id(3), id(4));
    assertThat(verify().findings()).as("too young to be missed").isEmpty();
    stack.update(
        "UPDATE orders SET created_at = created_at - INTERVAL 5 MINUTE WHERE request_id LIKE ?",
        "it-audit-" + round + "-%");
    assertThat(verify().findings())
        .containsExactly(
            "order %s was sold and has no record PURCHASE_ACCEPTED (request id %s)"
                .formatted(reference, id(3)));
  }
}
