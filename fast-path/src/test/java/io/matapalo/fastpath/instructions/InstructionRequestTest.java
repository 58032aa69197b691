package io.matapalo.fastpath.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.operation.Refused;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstructionRequestTest {

  private static final String CARD = "4111111111111111";

  @Test
  void theDigestIsTheMonoliths() {
    // SHA-256 of 51|pay_1f2e3d|1111|12.50|EUR|MONTHLY.
    assertThat(creation("pay_1f2e3d", "12.5").checked().digest())
        .isEqualTo(creation("pay_1f2e3d", "12.50").checked().digest())
        .isEqualTo("c430067ea727712c70ec63691441cb1e9044f6e4ccbca1620f87631dfa586919");
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.01", "9999999.99, 9999999.99", "1e2, 100.00", "1E+6, 1000000.00", "7, 7.00"})
  void takesAmountsAndGivesThemTwoPlaces(String text, String amount) {
    assertThat(creation("pay_1", text).checked().terms().amount()).hasToString(amount);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0.00", "-1", "10000000", "1e7", "0.001", "1.000", "1e2147483647", "1e-9"})
  void refusesOtherAmounts(String text) {
    assertThatThrownBy(() -> creation("pay_1", text).checked())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("amount must be 0.01 to 9999999.99, with two decimals at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {CARD, "4111-1111-1111-1111", "1234_5678_9012", "pay", "pay 1", "p\u00e4y_1", ""})
  void refusesWhatIsNoTokenOrCouldBeACardAndDoesNotSayIt(String token) {
    assertThatThrownBy(() -> creation(token, "1").checked())
        .isInstanceOf(Refused.class)
        .hasMessage(
            "INVALID_REQUEST: paymentToken must be the provider's, 4 to 60 letters, digits, _ or -,"
                + " and no card number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678901", "pay_4111111111111111", "----"})
  void takesWhatCannotBeACard(String token) {
    assertThat(creation(token, "1").checked().card().token()).isEqualTo(token);
  }

  @Test
  void noTextFormShowsTheCard() {
    InstructionRequest.Creation creation = creation("pay_" + CARD, "1");

    assertThat(creation.toString()).doesNotContain(CARD, "1111");
    assertThat(creation.checked().toString()).doesNotContain(CARD, "1111");
  }

  private static InstructionRequest.Creation creation(String token, String amount) {
    return new InstructionRequest.Creation(
        "instruction-1",
        Optional.of(51L),
        new InstructionRequest.Card(token, "1111"),
        Optional.of(new BigDecimal(amount)),
        "EUR",
        "MONTHLY");
  }
}
