package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderLine;
import io.matapalo.fastpath.soap.SoapWriter;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class CheckoutWriter {

  private CheckoutWriter() {}

  static void order(Order order, SoapWriter xml) {
    xml.open("order");
    xml.leaf("orderReference", order.orderReference());
    xml.leaf("requestId", order.requestId());
    xml.leaf("customerId", order.customerId());
    xml.leaf("eventCode", order.eventCode());
    xml.leaf("eventName", order.eventName());
    xml.leaf("status", order.status());
    xml.leaf("currency", order.currency());
    xml.leaf("subtotal", order.totals().subtotal());
    xml.leaf("fees", order.totals().fees());
    xml.leaf("tax", order.totals().tax());
    xml.leaf("total", order.totals().total());
    xml.leaf("cardLastFour", order.cardLastFour());
    xml.leaf("authorisationCode", order.authorisationCode());
    xml.leaf("createdAt", order.createdAt());
    order.lines().forEach(line -> line(line, xml));
    xml.close("order");
  }

  private static void line(OrderLine line, SoapWriter xml) {
    xml.open("line");
    xml.leaf("ticketTypeCode", line.ticketTypeCode());
    xml.leaf("quantity", line.quantity());
    xml.leaf("unitPrice", line.unitPrice());
    xml.leaf("amount", line.amount());
    line.ticketNumbers().forEach(number -> xml.leaf("ticketNumber", number));
    xml.close("line");
  }
}
