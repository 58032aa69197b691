package io.matapalo.fastpath.customers;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.Optional;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class CustomersReader {

  private CustomersReader() {}

  static Optional<Long> customer(SoapReader soap) {
    return Fields.read(soap, Set.of("customerId")).givenLongNumber("customerId");
  }

  static ContactRequest contact(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("customerId", "name", "email", "version"));
    return new ContactRequest(
        fields.givenLongNumber("customerId"),
        fields.given("name"),
        fields.text("email"),
        fields.givenNumber("version"));
  }
}
