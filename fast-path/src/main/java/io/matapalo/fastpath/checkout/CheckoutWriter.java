package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.Refusal;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderLine;
import io.matapalo.fastpath.soap.SoapWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class CheckoutWriter {

  private static final DateTimeFormatter MILLIS_UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private CheckoutWriter() {}

  static byte[] order(String root, Order order) {
    SoapWriter xml = SoapWriter.of(CheckoutReader.NAMESPACE).openRoot(root).open("order");
    xml.leaf("orderReference", order.orderReference());
    xml.leaf("requestId", order.requestId());
    xml.leaf("customerId", order.customerId());
    xml.leaf("eventCode", order.eventCode());
    xml.leaf("eventName", order.eventName());
    xml.leaf("status", order.status());
    xml.leaf("currency", order.currency());
    xml.leaf("subtotal", decimal(order.totals().subtotal()));
    xml.leaf("fees", decimal(order.totals().fees()));
    xml.leaf("tax", decimal(order.totals().tax()));
    xml.leaf("total", decimal(order.totals().total()));
    xml.leaf("cardLastFour", order.cardLastFour());
    xml.leaf("authorisationCode", order.authorisationCode());
    xml.leaf("createdAt", time(order.createdAt()));
    order.lines().forEach(line -> line(xml, line));
    return xml.close("order").close(root).bytes();
  }

  static byte[] fault(Refusal refusal) {
    SoapWriter xml = SoapWriter.of(CheckoutReader.NAMESPACE);
    xml.openFaultWithDetail(SoapWriter.FaultSide.SERVER, refusal.message());
    xml.openRoot("checkoutFault");
    xml.leaf("code", refusal.code().name());
    xml.leaf("message", refusal.message());
    return xml.close("checkoutFault").closeFault().bytes();
  }

  private static void line(SoapWriter xml, OrderLine line) {
    xml.open("line");
    xml.leaf("ticketTypeCode", line.ticketTypeCode());
    xml.leaf("quantity", line.quantity());
    xml.leaf("unitPrice", decimal(line.unitPrice()));
    xml.leaf("amount", decimal(line.amount()));
    line.ticketNumbers().forEach(number -> xml.leaf("ticketNumber", number));
    xml.close("line");
  }

  private static String decimal(BigDecimal amount) {
    return amount.toPlainString();
  }

  private static String time(Instant instant) {
    return MILLIS_UTC.format(instant);
  }
}
