package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.soap.WireValues;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class SessionsReader {

  private SessionsReader() {}

  /** A number that is there and cannot be read is 0, and a number that is not there is none. */
  static LoginRequest login(SoapReader soap) {
    Fields fields = Fields.read(soap, Set.of("customerId", "email", "password"));
    return new LoginRequest(
        fields.given("customerId").map(WireValues::readLong),
        fields.given("email"),
        new Password(fields.text("password")));
  }

  static String token(SoapReader soap) {
    return Fields.read(soap, Set.of("token")).text("token");
  }
}
