package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.soap.SoapWriter;
import java.util.List;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class PaymentsWriter {

  private PaymentsWriter() {}

  static void transaction(Transaction found, SoapWriter xml) {
    xml.open("transaction");
    xml.leaf("orderReference", found.head().orderReference());
    xml.leaf("customerId", found.customerId());
    xml.leaf("eventCode", found.head().eventCode());
    xml.leaf("eventName", found.eventName());
    xml.leaf("status", found.head().status());
    xml.leaf("currency", found.head().currency());
    xml.leaf("subtotal", found.charge().subtotal());
    xml.leaf("fees", found.charge().fees());
    xml.leaf("tax", found.charge().tax());
    xml.leaf("total", found.head().total());
    xml.leaf("cardLastFour", found.charge().cardLastFour());
    xml.leaf("authorisationCode", found.charge().authorisationCode());
    xml.leaf("createdAt", found.head().createdAt());
    found.entries().forEach(entry -> entry(entry, xml));
    xml.close("transaction");
  }

  static void latest(List<Transaction.Summary> found, SoapWriter xml) {
    for (Transaction.Summary summary : found) {
      xml.open("transaction");
      orderAndTotal(summary.head(), xml);
      xml.leaf("paid", summary.paid());
      xml.leaf("createdAt", summary.head().createdAt());
      xml.close("transaction");
    }
  }

  static void balance(Balance balance, SoapWriter xml) {
    xml.leaf("customerId", balance.customerId());
    xml.leaf("transactions", balance.transactions());
    balance.amounts().forEach(amounts -> amounts(amounts, xml));
  }

  static void statement(Statement statement, SoapWriter xml) {
    xml.leaf("customerId", statement.customerId());
    xml.leaf("from", statement.from());
    xml.leaf("to", statement.to());
    statement.items().forEach(item -> item(item, xml));
    statement.amounts().forEach(amounts -> amounts(amounts, xml));
  }

  private static void item(Statement.Item item, SoapWriter xml) {
    xml.open("item");
    orderAndTotal(item.head(), xml);
    xml.leaf("createdAt", item.head().createdAt());
    item.lines().forEach(line -> line(line, xml));
    item.entries().forEach(entry -> entry(entry, xml));
    xml.close("item");
  }

  private static void orderAndTotal(Transaction.Head head, SoapWriter xml) {
    xml.leaf("orderReference", head.orderReference());
    xml.leaf("eventCode", head.eventCode());
    xml.leaf("status", head.status());
    xml.leaf("currency", head.currency());
    xml.leaf("total", head.total());
  }

  private static void line(Statement.Line line, SoapWriter xml) {
    xml.open("line");
    xml.leaf("ticketTypeCode", line.ticketTypeCode());
    xml.leaf("quantity", line.quantity());
    xml.leaf("unitPrice", line.unitPrice());
    xml.leaf("amount", line.amount());
    xml.close("line");
  }

  private static void entry(Transaction.Entry entry, SoapWriter xml) {
    xml.open("entry");
    xml.leaf("entryNo", entry.entryNo());
    xml.leaf("account", entry.account());
    xml.leaf("debit", entry.debit());
    xml.leaf("credit", entry.credit());
    xml.close("entry");
  }

  private static void amounts(Balance.Amounts amounts, SoapWriter xml) {
    xml.open("amounts");
    xml.leaf("currency", amounts.currency());
    xml.leaf("charged", amounts.charged());
    xml.leaf("refunded", amounts.refunded());
    xml.leaf("balance", amounts.balance());
    xml.close("amounts");
  }
}
