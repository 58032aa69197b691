package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of one operation of Customers, or of all, about customers of whom some are odd.
 *
 * @param operations the local names to choose from
 */
record CustomersRequests(List<String> operations) implements GoodRequests {
  private static final int FIRST = 1901;
  private static final List<String> NAMES =
      List.of(
          "New Name",
          "Customer 1901",
          "customer 1901",
          "Zo\u00eb &amp; &lt;Co&gt;",
          "n".repeat(120));
  private static final List<String> EMAILS =
      List.of(
          "new@example.org",
          "customer1901@example.org",
          "CUSTOMER1901@example.org",
          "\u00e9@\u00fc",
          "a@b");
  private static final List<String> VERSIONS = List.of("0", "0", "0", "0", "1");

  CustomersRequests {
    operations = List.copyOf(operations);
  }

  /** Makes some of the customers odd; whoever calls it again changes nothing. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "UPDATE customer SET status = 'CLOSED' WHERE id = 1902",
              "UPDATE customer SET status = 'active' WHERE id = 1903",
              "DELETE FROM customer_address WHERE customer_id = 1904",
              "DELETE FROM customer_preference WHERE customer_id = 1904",
              "UPDATE customer SET name = 'Z\u00f6e <&> \\'Co\\' ', version = 1 WHERE id = 1905",
              "UPDATE customer_preference SET value = '' WHERE customer_id = 1905",
              "INSERT IGNORE INTO orders (order_reference, request_id, request_digest, customer_id,"
                  + " event_id, status, currency, subtotal, fees, tax, total, card_last_four,"
                  + " payment_id, authorisation_code, created_at) VALUES ('T-WITHOUT-LINES',"
                  + " 'parity-without-lines', REPEAT('d', 64), 1906, 1, 'PAID', 'EUR', 1, 0, 0, 1,"
                  + " '1111', 'pay', 'code', '2026-11-01 00:00:00')")) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public String service() {
    return "customers";
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    String operation = GoodRequests.one(operations, random);
    XmlElement request = XmlElement.of(operation, customer(random));
    if (operation.equals("updateContact")) {
      GoodRequests.perhaps(request, "name", NAMES, random);
      request.content().add(XmlElement.leaf("email", GoodRequests.one(EMAILS, random)));
      request.content().add(XmlElement.leaf("version", GoodRequests.one(VERSIONS, random)));
    }
    return request;
  }

  private static XmlElement customer(RandomGenerator random) {
    boolean unknown = random.nextInt(20) == 0;
    return XmlElement.leaf(
        "customerId", unknown ? "900000000" : String.valueOf(FIRST + random.nextInt(8)));
  }
}
