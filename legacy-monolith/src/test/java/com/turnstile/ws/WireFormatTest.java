package com.turnstile.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"7,7", " 7 ,7", "+7,7", "-7,-7", "007,7", "2147483647,2147483647"})
  void numbersAreRead(String text, int number) {
    assertThat(WireFormat.parseInt(text)).isEqualTo(number);
    assertThat(WireFormat.parseLong(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 2", "1.5", "0x10", "--1", "99999999999999999999", "\u0661"})
  void whatIsNoNumberIsZero(String text) {
    assertThat(WireFormat.parseInt(text)).isZero();
    assertThat(WireFormat.parseLong(text)).isZero();
  }

  @Test
  void numberTooLargeForAnIntIsZeroRatherThanItsLowBits() {
    assertThat(WireFormat.parseInt("4294967297")).isZero();
    assertThat(WireFormat.parseLong("4294967297")).isEqualTo(4_294_967_297L);
  }

  @Test
  void instantsHaveThreeDigitsOfASecondAndAreUtc() {
    assertThat(WireFormat.printInstant(Instant.parse("2026-11-21T23:45:33Z")))
        .isEqualTo("2026-11-21T23:45:33.000Z");
    assertThat(WireFormat.printInstant(Instant.parse("2026-11-21T23:45:33.12Z")))
        .isEqualTo("2026-11-21T23:45:33.120Z");
  }
}
