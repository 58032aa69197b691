package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Customers with all that their profiles show, by one statement however much that is. Orders are
 * counted by the database, those without lines left out. Blocks. Thread-safe.
 */
final class ProfileRows {

  private static final String ACCOUNT = "ACCOUNT";
  private static final String ADDRESS = "ADDRESS";

  /** The account, then the addresses, then the preferences. */
  private static final Query PROFILE =
      new Query(
          "customers.profile",
          """
          SELECT 'ACCOUNT' AS part, c.id, c.name AS name, c.email AS value, c.country_code,
                 c.role_code AS one, c.status AS other, c.created_at, c.version,
                 h.orders, l.order_reference
          FROM customer c
          CROSS JOIN (SELECT COUNT(DISTINCT o.id) AS orders, MAX(o.id) AS latest
                      FROM orders o JOIN order_line i ON i.order_id = o.id
                      WHERE o.customer_id = ?) h
          LEFT JOIN orders l ON l.id = h.latest
          WHERE c.id = ?
          UNION ALL
          SELECT 'ADDRESS', a.id, a.kind, a.street, a.country_code,
                 a.post_code, a.city, NULL, 0, 0, NULL
          FROM customer_address a WHERE a.customer_id = ?
          UNION ALL
          SELECT 'PREFERENCE', p.id, p.name, p.value, NULL, NULL, NULL, NULL, 0, 0, NULL
          FROM customer_preference p WHERE p.customer_id = ?
          ORDER BY part, id\
          """);

  private static final String CHANGE =
      "UPDATE customer SET name = ?, email = ?, version = ? WHERE id = ? AND version = ?";

  private final Database database;

  ProfileRows(Database database) {
    this.database = database;
  }

  /** Empty when there is no such customer, active or not. */
  Optional<Profile> find(long customerId) throws SQLException {
    return database.read(
        PROFILE,
        parameters ->
            parameters.number(customerId).number(customerId).number(customerId).number(customerId),
        row -> profile(customerId, row));
  }

  /** Whether the row was at the version before that of {@code changed}; then it is changed. */
  static boolean change(Connection connection, long customerId, Profile.Account changed)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
      new Parameters(update)
          .text(changed.name())
          .text(changed.email())
          .number(changed.version())
          .number(customerId)
          .number(changed.version() - 1L);
      return update.executeUpdate() == 1;
    }
  }

  private static Optional<Profile> profile(long customerId, ResultSet row) throws SQLException {
    if (!row.next() || !row.getString("part").equals(ACCOUNT)) {
      return Optional.empty();
    }
    Profile.Account account = account(row);
    Profile.History history =
        new Profile.History(
            row.getInt("orders"), Optional.ofNullable(row.getString("order_reference")));
    List<Profile.Address> addresses = new ArrayList<>();
    List<Profile.Preference> preferences = new ArrayList<>();
    while (row.next()) {
      if (row.getString("part").equals(ADDRESS)) {
        addresses.add(address(row));
      } else {
        preferences.add(new Profile.Preference(row.getString("name"), row.getString("value")));
      }
    }
    return Optional.of(new Profile(customerId, account, history, addresses, preferences));
  }

  private static Profile.Account account(ResultSet row) throws SQLException {
    return new Profile.Account(
        row.getString("name"),
        row.getString("value"),
        row.getString("country_code"),
        row.getString("one"),
        row.getString("other"),
        RowTimes.read(row, "created_at"),
        row.getInt("version"));
  }

  private static Profile.Address address(ResultSet row) throws SQLException {
    return new Profile.Address(
        row.getString("name"),
        row.getString("value"),
        row.getString("one"),
        row.getString("other"),
        row.getString("country_code"));
  }
}
