package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LenientNumbersTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          5,5,5
          ' 5\t',5,5
          +5,5,5
          -5,-5,-5
          007,7,7
          '',0,0
          1.5,0,0
          1 2,0,0
          abc,0,0
          0x10,0,0
          +-5,0,0
          2147483648,2147483648,0
          9223372036854775808,0,0
          """)
  void readsAsTheContractWants(String text, long asLong, int asInt) {
    assertThat(LenientNumbers.readLong(text)).isEqualTo(asLong);
    assertThat(LenientNumbers.readInt(text)).isEqualTo(asInt);
  }
}
