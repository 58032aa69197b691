package io.matapalo.recorder.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyScannerTest {

  private static final String MESSAGE =
      """
      <?xml version="1.0"?><!-- <soap:Body><wrong/> -->
      <soap:Envelope xmlns:soap="x" note="a > b &lt; <c">
       <soap:Header><Body><wrong/></Body><a b='>'/></soap:Header>
       <soap:Body wsu:id="1"> <!-- c --> <t:purchase xmlns:t="y"><t:requestId>r</t:requestId>\
      </t:purchase></soap:Body></soap:Envelope>\
      """;

  @Test
  void findsTheFirstChildOfTheBody() {
    assertThat(scan(MESSAGE).operation()).contains("purchase");
  }

  @Test
  void asksForMoreUntilTheElementIsAllThere() {
    byte[] bytes = MESSAGE.getBytes(StandardCharsets.UTF_8);
    int known = MESSAGE.indexOf('>', MESSAGE.indexOf("<t:purchase")) + 1;
    for (int length = 0; length <= bytes.length; length++) {
      BodyScanner scanner = BodyScanner.scan(bytes, length);
      assertThat(scanner.state())
          .as("after %d bytes", length)
          .isEqualTo(length < known ? BodyScanner.State.MORE_NEEDED : BodyScanner.State.FOUND);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><Body><x/></Body></html>",
        "<e:Envelope><e:Body/></e:Envelope>",
        "<e:Envelope><e:Body> </e:Body></e:Envelope>",
        "<e:Envelope><e:Header/></e:Envelope>",
        "<!DOCTYPE x><e:Envelope><e:Body><x/></e:Body></e:Envelope>",
        "</x>",
        "<e:Envelope><e:Body><></e:Body>"
      })
  void givesUpOnOtherMessages(String message) {
    assertThat(scan(message).state()).isEqualTo(BodyScanner.State.NONE);
  }

  @Test
  void waitsOnTextWithoutMarkup() {
    assertThat(scan("{\"a\":1}").operation()).isEmpty();
  }

  private static BodyScanner scan(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return BodyScanner.scan(bytes, bytes.length);
  }
}
