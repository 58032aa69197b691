package com.turnstile.ws.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.ws.v3.gen.instructions.Create;
import com.turnstile.ws.v3.gen.instructions.Update;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionValidatorTest {

  @Test
  void goodRequestsPass() throws Exception {
    InstructionValidator.validate(create());
    InstructionValidator.validate(update());
    assertThat(InstructionValidator.reference("I-1")).isEqualTo("I-1");
  }

  @Test
  void eachFieldOfCreateIsChecked() {
    refused(c -> c.setRequestId("short"), "requestId must be 8 to 64 letters, digits or dashes");
    refused(c -> c.setCustomerId(0L), "customerId must be positive, was 0");
    refused(c -> c.setCustomerId(null), "customerId must be positive, was null");
    refused(c -> c.setCardLastFour("12345"), "cardLastFour must be 4 digits");
    refused(c -> c.setCurrency("eur"), "currency must be 3 capital letters such as EUR");
    refused(c -> c.setFrequency("DAILY"), "frequency must be WEEKLY, MONTHLY or YEARLY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4111111111111111", "4111-1111-1111-1111", "pay", "pay 1", ""})
  void tokenThatCouldBeACardNumberOrIsNoneIsRefused(String token) {
    refused(
        c -> c.setPaymentToken(token),
        "paymentToken must be the provider's, 4 to 60 letters, digits, _ or -, and no card number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.001", "10000000", "1E999999999"})
  void amountOutOfRangeIsRefused(String amount) {
    refused(
        c -> c.setAmount(new BigDecimal(amount)),
        "amount must be 0.01 to 9999999.99, with two decimals at most");
  }

  @Test
  void eachFieldOfUpdateIsChecked() {
    refusedUpdate(u -> u.setReference(" "), "reference must not be blank");
    refusedUpdate(u -> u.setVersion(null), "version must be 0 or more, was null");
    refusedUpdate(u -> u.setVersion(-1), "version must be 0 or more, was -1");
    refusedUpdate(
        u -> u.setAmount(null), "amount must be 0.01 to 9999999.99, with two decimals at most");
    refusedUpdate(u -> u.setStatus("GONE"), "status must be ACTIVE or PAUSED");
  }

  private static void refused(Consumer<Create> change, String message) {
    Create create = create();
    change.accept(create);
    assertThatThrownBy(() -> InstructionValidator.validate(create)).hasMessage(message);
  }

  private static void refusedUpdate(Consumer<Update> change, String message) {
    Update update = update();
    change.accept(update);
    assertThatThrownBy(() -> InstructionValidator.validate(update)).hasMessage(message);
  }

  private static Create create() {
    Create create = new Create();
    create.setRequestId("request-1");
    create.setCustomerId(1L);
    create.setPaymentToken("pay_1234567890123456");
    create.setCardLastFour("1111");
    create.setAmount(new BigDecimal("12.50"));
    create.setCurrency("EUR");
    create.setFrequency("MONTHLY");
    return create;
  }

  private static Update update() {
    Update update = new Update();
    update.setReference("I-1");
    update.setVersion(0);
    update.setAmount(new BigDecimal("9999999.99"));
    update.setFrequency("WEEKLY");
    update.setStatus("PAUSED");
    return update;
  }
}
