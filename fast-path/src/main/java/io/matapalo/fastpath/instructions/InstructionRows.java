package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Instructions, one statement each. Blocks. Thread-safe. */
public final class InstructionRows {

  private static final String COLUMNS =
      """
      i.id, i.instruction_reference, i.request_id, i.request_digest, i.customer_id, i.payment_token,
      i.card_last_four, i.amount, i.currency, i.frequency, i.status, i.created_at, i.version\
      """;
  private static final Query BY_REFERENCE =
      new Query(
          "instructions.by-reference",
          "SELECT " + COLUMNS + " FROM instruction i WHERE i.instruction_reference = ?");

  /** One row, always. */
  private static final Query FACTS =
      new Query(
          "instructions.facts",
          "SELECT c.status AS customer_status, "
              + COLUMNS
              + """
               FROM (SELECT 1) one
              LEFT JOIN customer c ON c.id = ?
              LEFT JOIN instruction i ON i.request_id = ?\
              """);

  private static final String INSERT =
      """
      INSERT INTO instruction (instruction_reference, request_id, request_digest, customer_id,
        payment_token, card_last_four, amount, currency, frequency, status, created_at, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)\
      """;
  private static final String UPDATE =
      """
      UPDATE instruction SET amount = ?, frequency = ?, status = ?, version = ?
      WHERE id = ? AND version = ?\
      """;
  private static final String DELETE = "DELETE FROM instruction WHERE id = ?";

  private final Database database;

  public InstructionRows(Database database) {
    this.database = database;
  }

  /**
   * What a creation must know.
   *
   * @param earlier the instruction of this request id, in whatever case
   */
  record Facts(boolean customerIsActive, Optional<Instruction.Stored> earlier) {}

  /** The instruction of exactly this reference; the database compares without case. */
  Optional<Instruction.Stored> find(String reference) throws SQLException {
    return database
        .read(
            BY_REFERENCE,
            parameters -> parameters.text(reference),
            row -> row.next() ? Optional.of(stored(row)) : Optional.<Instruction.Stored>empty())
        .filter(found -> found.instruction().reference().equals(reference));
  }

  Facts facts(long customerId, String requestId) throws SQLException {
    return database.read(
        FACTS,
        parameters -> parameters.number(customerId).text(requestId),
        row -> {
          row.next();
          return new Facts(
              "ACTIVE".equals(row.getString("customer_status")),
              row.getString("request_id") == null ? Optional.empty() : Optional.of(stored(row)));
        });
  }

  /** A new row; its reference or request id may be taken, error 1062. */
  static void insert(Connection connection, Instruction made, String digest) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      new Parameters(insert)
          .text(made.reference())
          .text(made.requestId())
          .text(digest)
          .number(made.customerId())
          .text(made.card().token())
          .text(made.card().lastFour())
          .amount(made.terms().amount())
          .text(made.currency())
          .text(made.terms().frequency())
          .text(made.terms().status())
          .time(made.createdAt());
      insert.executeUpdate();
    }
  }

  /** Whether the row was at the version before that of {@code changed}; then it is changed. */
  static boolean update(Connection connection, long id, Instruction changed) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      new Parameters(update)
          .amount(changed.terms().amount())
          .text(changed.terms().frequency())
          .text(changed.terms().status())
          .number(changed.version())
          .number(id)
          .number(changed.version() - 1L);
      return update.executeUpdate() == 1;
    }
  }

  /** Whether there was a row. */
  static boolean delete(Connection connection, long id) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      new Parameters(delete).number(id);
      return delete.executeUpdate() == 1;
    }
  }

  private static Instruction.Stored stored(ResultSet row) throws SQLException {
    Instruction instruction =
        new Instruction(
            row.getString("instruction_reference"),
            row.getString("request_id"),
            row.getLong("customer_id"),
            new Instruction.Card(row.getString("payment_token"), row.getString("card_last_four")),
            row.getString("currency"),
            new Instruction.Terms(
                row.getBigDecimal("amount"), row.getString("frequency"), row.getString("status")),
            RowTimes.read(row, "created_at"),
            row.getInt("version"));
    return new Instruction.Stored(row.getLong("id"), row.getString("request_digest"), instruction);
  }
}
