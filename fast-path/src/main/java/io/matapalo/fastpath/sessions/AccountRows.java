package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.session.StoredSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Customers with their credentials: one statement for one. Blocks. Thread-safe. */
public final class AccountRows {

  private static final String SELECT =
      "SELECT c.id, c.name, c.status, k.salt, k.iterations, k.password_hash FROM ";
  private static final String CREDENTIAL =
      "LEFT JOIN customer_credential k ON k.customer_id = c.id";
  private static final Query BY_NUMBER =
      new Query(
          "sessions.account-by-number", SELECT + "customer c " + CREDENTIAL + " WHERE c.id = ?");

  /**
   * The index finds them without case and blanks at the end; the bytes are to be the same. Of
   * several it is the first one, active or not.
   */
  private static final Query BY_EMAIL =
      new Query(
          "sessions.account-by-email",
          SELECT
              + "(SELECT MIN(id) AS id FROM customer"
              + " WHERE email = ? AND CAST(email AS BINARY) = CAST(? AS BINARY)) f"
              + " JOIN customer c ON c.id = f.id "
              + CREDENTIAL);

  private final Database database;

  public AccountRows(Database database) {
    this.database = database;
  }

  /** The active customer of this number. */
  Optional<Account> findByNumber(long customerId) throws SQLException {
    return database.read(
        BY_NUMBER, parameters -> parameters.number(customerId), AccountRows::active);
  }

  /** The customer with exactly this address, if active. */
  Optional<Account> findByEmail(String email) throws SQLException {
    return database.read(
        BY_EMAIL, parameters -> parameters.text(email).text(email), AccountRows::active);
  }

  private static Optional<Account> active(ResultSet row) throws SQLException {
    if (!row.next() || !row.getString("status").equals("ACTIVE")) {
      return Optional.empty();
    }
    return Optional.of(
        new Account(
            new StoredSession.Owner(row.getLong("id"), row.getString("name")), credential(row)));
  }

  private static Optional<Credential> credential(ResultSet row) throws SQLException {
    String salt = row.getString("salt");
    return salt == null
        ? Optional.empty()
        : Optional.of(
            new Credential(salt, row.getInt("iterations"), row.getString("password_hash")));
  }
}
