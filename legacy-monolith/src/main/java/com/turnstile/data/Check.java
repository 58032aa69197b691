package com.turnstile.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must hold for the rows of all orders, asked of the database. Stateless. */
final class Check {

  private static final String CODE = "[0-9A-HJKMNP-TV-Z]{16}$";

  private Check() {}

  /** Each rule with a query that counts what breaks it. */
  static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    amounts(rules);
    parts(rules);
    texts(rules);
    rules.put(
        "stock is not negative and has a version for each line sold",
        """
        SELECT COUNT(*) FROM stock s LEFT JOIN (
          SELECT ticket_type_id, COUNT(*) AS lines_ FROM order_line GROUP BY ticket_type_id) l
          ON l.ticket_type_id = s.ticket_type_id
        WHERE s.available < 0 OR s.version < COALESCE(l.lines_, 0)\
        """);
    rules.put(
        "every customer has credentials",
        """
        SELECT COUNT(*) FROM customer c LEFT JOIN customer_credential x ON x.customer_id = c.id
        WHERE x.customer_id IS NULL\
        """);
    rules.put(
        "every event has its ticket types, every ticket type its stock",
        """
        SELECT (SELECT COUNT(*) FROM ticket_type) - (SELECT COUNT(*) FROM stock)
          + (SELECT COUNT(*) FROM event e WHERE NOT EXISTS (
               SELECT 1 FROM ticket_type t WHERE t.event_id = e.id))\
        """);
    return rules;
  }

  private static void amounts(Map<String, String> rules) {
    rules.put(
        "an order's total is subtotal and fees and tax",
        "SELECT COUNT(*) FROM orders WHERE total <> subtotal + fees + tax OR subtotal <= 0");
    rules.put(
        "a line's amount is its ticket type's price times the quantity",
        """
        SELECT COUNT(*) FROM order_line l JOIN ticket_type t ON t.id = l.ticket_type_id
        WHERE l.unit_price <> t.unit_price OR l.amount <> l.unit_price * l.quantity
           OR l.quantity NOT BETWEEN 1 AND 10\
        """);
    rules.put(
        "a line is of the order's event",
        """
        SELECT COUNT(*) FROM order_line l JOIN orders o ON o.id = l.order_id
        JOIN ticket_type t ON t.id = l.ticket_type_id WHERE t.event_id <> o.event_id\
        """);
    rules.put(
        "an order's subtotal is the sum of its lines, numbered from 1",
        """
        SELECT COUNT(*) FROM orders o LEFT JOIN (
          SELECT order_id, SUM(amount) AS amount, COUNT(*) AS lines_, MAX(line_no) AS last_no,
                 COUNT(DISTINCT ticket_type_id) AS types FROM order_line GROUP BY order_id) l
          ON l.order_id = o.id
        WHERE l.order_id IS NULL OR l.amount <> o.subtotal OR l.lines_ <> l.last_no
           OR l.types <> l.lines_\
        """);
    rules.put(
        "an order's fees are what the fee rules say",
        """
        SELECT COUNT(*) FROM orders o
        JOIN (SELECT order_id, SUM(quantity) AS tickets FROM order_line GROUP BY order_id) l
          ON l.order_id = o.id
        WHERE o.fees <> (
          SELECT SUM(IF(r.kind = 'PERCENT', ROUND(o.subtotal * r.amount / 100, 2),
                        ROUND(r.amount * l.tickets, 2)))
          FROM fee_rule r WHERE r.event_id IS NULL OR r.event_id = o.event_id)\
        """);
    rules.put(
        "an order's tax is what its venue's region takes",
        """
        SELECT COUNT(*) FROM orders o JOIN event e ON e.id = o.event_id
        JOIN venue v ON v.id = e.venue_id
        WHERE o.tax <> ROUND((o.subtotal + o.fees) * CASE v.tax_region WHEN 'DE' THEN 0.1900
          WHEN 'FR' THEN 0.0550 WHEN 'PT' THEN 0.0600 WHEN 'NL' THEN 0.0900
          WHEN 'AT' THEN 0.1300 END, 2)\
        """);
  }

  private static void parts(Map<String, String> rules) {
    rules.put(
        "a line has as many tickets as its quantity, numbered from 1",
        """
        SELECT COUNT(*) FROM order_line l LEFT JOIN (
          SELECT order_id, line_no, COUNT(*) AS tickets, MAX(ticket_no) AS last_no
          FROM ticket GROUP BY order_id, line_no) t
          ON t.order_id = l.order_id AND t.line_no = l.line_no
        WHERE t.tickets IS NULL OR t.tickets <> l.quantity OR t.last_no <> l.quantity\
        """);
    rules.put(
        "no ticket is without its line",
        """
        SELECT (SELECT COUNT(*) FROM ticket) - (SELECT COALESCE(SUM(quantity), 0) FROM order_line)\
        """);
    rules.put(
        "an order's ledger balances and says what the order says",
        """
        SELECT COUNT(*) FROM orders o LEFT JOIN (
          SELECT order_id, COUNT(*) AS entries, SUM(debit) AS debit, SUM(credit) AS credit,
            SUM(IF(entry_no = 1 AND account = 'CARD_CLEARING', debit, 0)) AS clearing,
            SUM(IF(entry_no = 2 AND account = 'TICKET_REVENUE', credit, 0)) AS revenue,
            SUM(IF(entry_no = 3 AND account = 'FEE_REVENUE', credit, 0)) AS fees,
            SUM(IF(entry_no = 4 AND account = 'TAX_PAYABLE', credit, 0)) AS tax
          FROM ledger_entry GROUP BY order_id) l ON l.order_id = o.id
        WHERE l.entries IS NULL OR l.entries < 4 OR l.debit <> l.credit OR l.clearing <> o.total
           OR l.revenue <> o.subtotal OR l.fees <> o.fees OR l.tax <> o.tax\
        """);
    rules.put(
        "an order is recorded as accepted",
        """
        SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (
          SELECT 1 FROM audit_record a WHERE a.request_id = o.request_id
            AND a.action = 'PURCHASE_ACCEPTED' AND a.customer_id = o.customer_id
            AND a.detail = CONCAT('order=', o.order_reference, ' total=', o.total, ' tickets=',
              (SELECT SUM(quantity) FROM order_line l WHERE l.order_id = o.id)))\
        """);
    rules.put(
        "nobody bought before there was an account",
        """
        SELECT COUNT(*) FROM orders o JOIN customer c ON c.id = o.customer_id
        WHERE o.created_at < c.created_at\
        """);
    rules.put(
        "nothing was bought after the event",
        """
        SELECT COUNT(*) FROM orders o JOIN event e ON e.id = o.event_id
        WHERE o.created_at >= e.starts_at\
        """);
  }

  private static void texts(Map<String, String> rules) {
    rules.put(
        "references, digests and the card's digits have their form",
        "SELECT COUNT(*) FROM orders WHERE order_reference NOT REGEXP BINARY '^T-"
            + CODE
            + "' OR card_last_four NOT REGEXP '^[0-9]{4}$'"
            + " OR request_digest NOT REGEXP BINARY '^[0-9a-f]{64}$'"
            + " OR request_id NOT REGEXP '^[A-Za-z0-9-]{8,64}$'");
    rules.put(
        "ticket numbers have their form",
        "SELECT COUNT(*) FROM ticket WHERE ticket_number NOT REGEXP BINARY '^K-" + CODE + "'");
    rules.put(
        "a request's digest is of customer, event, lines and card",
        """
        SELECT COUNT(*) FROM orders o JOIN event e ON e.id = o.event_id JOIN (
          SELECT l.order_id, GROUP_CONCAT(CONCAT(t.code, '*', l.quantity) ORDER BY l.line_no) AS lines_
          FROM order_line l JOIN ticket_type t ON t.id = l.ticket_type_id GROUP BY l.order_id) d
          ON d.order_id = o.id
        WHERE o.request_digest <> SHA2(
          CONCAT(o.customer_id, '|', e.code, '|', d.lines_, '|', o.card_last_four), 256)\
        """);
  }

  /** What is broken, with how often; empty when all is well. */
  static List<String> run(Connection connection) throws SQLException {
    Map<String, String> rules = rules();
    for (Schema.Reference reference : Schema.references(connection)) {
      rules.put(
          "%s.%s refers to a row".formatted(reference.table(), reference.column()),
          "SELECT COUNT(*) " + reference.orphans());
    }
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, String> rule : rules.entrySet()) {
      long found = Database.number(connection, rule.getValue());
      if (found != 0) {
        broken.add("broken %d times: %s".formatted(found, rule.getKey()));
      }
    }
    return broken;
  }
}
