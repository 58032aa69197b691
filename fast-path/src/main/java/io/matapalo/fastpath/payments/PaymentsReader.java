package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class PaymentsReader {

  private PaymentsReader() {}

  static String orderReference(SoapReader soap) {
    return Fields.read(soap, Set.of("orderReference")).text("orderReference");
  }

  static long customer(SoapReader soap) {
    return Fields.read(soap, Set.of("customerId")).longNumber("customerId");
  }

  static PaymentQuery.Latest latest(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("customerId", "limit"));
    return new PaymentQuery.Latest(fields.longNumber("customerId"), fields.number("limit"));
  }

  static PaymentQuery.Period period(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("customerId", "from", "to"));
    return new PaymentQuery.Period(
        fields.longNumber("customerId"), fields.time("from"), fields.time("to"));
  }
}
