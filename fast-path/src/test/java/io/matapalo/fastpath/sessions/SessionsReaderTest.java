package io.matapalo.fastpath.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.soap.SoapReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SessionsReaderTest {

  @Test
  void whatIsMissingIsNeitherGivenNorBlank() {
    LoginRequest request = login("");
    assertThat(request.customerId()).isEmpty();
    assertThat(request.email()).isEmpty();
    assertThat(request.password().length()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "' 7 ', 7", "seven, 0", "99999999999999999999, 0", "-1, -1"})
  void numberThatIsThereIsGivenWhateverItIs(String text, long number) {
    assertThat(login("<customerId>" + text + "</customerId>").customerId()).contains(number);
  }

  @Test
  void textsAreTakenAsTheyAre() {
    LoginRequest request = login("<email> a@b </email><password> x </password>");
    assertThat(request.email()).contains(" a@b ");
    assertThat(request.password().length()).isEqualTo(3);
  }

  private static LoginRequest login(String fields) {
    String message =
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
            + "<login xmlns='http://turnstile.example/sessions/v3'>"
            + fields
            + "</login></e:Body></e:Envelope>";
    return SessionsReader.login(SoapReader.open(message.getBytes(StandardCharsets.UTF_8)));
  }
}
