package io.matapalo.fastpath.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Looks whether the audit trail is whole, in one snapshot of the database: each stream's records
 * follow each other, and each sold or refunded order has its record, whichever side wrote it. The
 * last records of a stream are missed only by way of their orders. Confined to one thread. Blocks.
 */
public final class AuditVerification {

  /** How many findings are told; one more says that there are others. */
  static final int MOST_FINDINGS = 100;

  private static final String CHAINED =
      """
      SELECT stream, stream_no, chain_hash, occurred_at, customer_id, action, request_id, detail
      FROM audit_record WHERE stream IS NOT NULL ORDER BY stream, stream_no\
      """;

  /** The monolith writes its record after the commit, so that a young order may be without. */
  private static final String MISSING =
      """
      SELECT o.order_reference, o.request_id FROM orders o
      LEFT JOIN audit_record a ON a.request_id = o.request_id AND a.action = ?
      WHERE a.id IS NULL AND o.status LIKE ? AND o.created_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE
      ORDER BY o.id LIMIT 101\
      """;

  private final Connection connection;
  private final List<String> findings = new ArrayList<>();

  /** For a connection that this one alone uses; it is left in a transaction. */
  public AuditVerification(Connection connection) {
    this.connection = connection;
  }

  /**
   * What was looked at and found.
   *
   * @param findings one sentence each; empty when the trail is whole
   */
  public record Result(long records, long streams, long unchained, List<String> findings) {

    public Result {
      findings = List.copyOf(findings);
    }
  }

  /** Reads the whole trail. */
  public Result run() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    ChainCheck check = new ChainCheck();
    follow(check);
    missing("PURCHASE_ACCEPTED", "%", "was sold");
    missing("ORDER_REFUNDED", "REFUNDED", "was refunded");
    return new Result(check.records(), check.streams(), unchained(), findings);
  }

  private void follow(ChainCheck check) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            CHAINED, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // Row by row, MySQL Connector/J "ResultSet": the trail may be larger than the memory.
      select.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          check.follow(stored(row)).ifPresent(this::note);
        }
      }
    }
  }

  private static ChainCheck.Stored stored(ResultSet row) throws SQLException {
    long customer = row.getLong("customer_id");
    AuditEntry entry =
        new AuditEntry(
            row.getObject("occurred_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            customer == 0 ? OptionalLong.empty() : OptionalLong.of(customer),
            row.getString("action"),
            row.getString("request_id"),
            row.getString("detail"));
    return new ChainCheck.Stored(
        entry, row.getString("stream"), row.getLong("stream_no"), row.getString("chain_hash"));
  }

  private void missing(String action, String status, String what) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MISSING)) {
      select.setString(1, action);
      select.setString(2, status);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          note(
              "order %s %s and has no record %s (request id %s)"
                  .formatted(
                      row.getString("order_reference"), what, action, row.getString("request_id")));
        }
      }
    }
  }

  private void note(String finding) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    } else if (findings.size() == MOST_FINDINGS) {
      findings.add("and more");
    }
  }

  private long unchained() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT COUNT(*) FROM audit_record WHERE stream IS NULL");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
