package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WireValuesTest {

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
  void readsNumbersAsTheContractWants(String text, long asLong, int asInt) {
    assertThat(WireValues.readLong(text)).isEqualTo(asLong);
    assertThat(WireValues.readInt(text)).isEqualTo(asInt);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          12.5,12.5
          ' \t12.50\r\n',12.50
          +1,1
          -0.01,-0.01
          1e2,1E+2
          .5,0.5
          5.,5
          \u0661,1
          """)
  void readsDecimalsAsJaxbDoes(String text, BigDecimal number) {
    assertThat(WireValues.readDecimal(text)).contains(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a01", "1\u2003", "1 2", "1,5", "0x1", "NaN", "1_0", "--1"})
  void readsNoOtherDecimal(String text) {
    assertThat(WireValues.readDecimal(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          2027-01-31T20:00:00Z,2027-01-31T20:00:00.000Z
          ' 2027-01-31T20:00:00.5Z\t',2027-01-31T20:00:00.500Z
          2027-01-31T20:00:00.0009Z,2027-01-31T20:00:00.000Z
          2027-01-31T20:00:00+01:00,2027-01-31T19:00:00.000Z
          """)
  void readsTimesThatSayTheirZone(String text, String written) {
    assertThat(WireValues.written(WireValues.readTime(text))).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "2027-01-31T20:00:00", "2027-01-31", "soon", "2027-02-30T00:00:00Z"})
  void readsNoOtherTime(String text) {
    assertThat(WireValues.readTime(text)).isEqualTo(WireValues.UNREADABLE_TIME);
  }

  @Test
  void writesAmountsWithoutAnExponent() {
    assertThat(WireValues.written(new BigDecimal("0.00"))).isEqualTo("0.00");
    assertThat(WireValues.written(new BigDecimal("1E+3"))).isEqualTo("1000");
  }
}
