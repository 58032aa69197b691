package com.turnstile.ws.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.ws.v3.gen.Card;
import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.FaultCode;
import com.turnstile.ws.v3.gen.Purchase;
import com.turnstile.ws.v3.gen.PurchaseLine;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PurchaseValidatorTest {

  @Test
  void completePurchaseIsAccepted() {
    assertThatCode(() -> PurchaseValidator.validate(purchase())).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void incompletePurchaseIsRefusedByTheFirstCheckThatFails(
      String message, Consumer<Purchase> change) {
    Purchase purchase = purchase();
    change.accept(purchase);

    CheckoutFaultMessage fault =
        catchThrowableOfType(
            CheckoutFaultMessage.class, () -> PurchaseValidator.validate(purchase));

    assertThat(fault).hasMessage(message);
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.INVALID_REQUEST);
    assertThat(fault.getFaultInfo().getMessage()).isEqualTo(message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("requestId must be 8 to 64 letters, digits or dashes", p -> p.setRequestId(null)),
        refusal(
            "requestId must be 8 to 64 letters, digits or dashes",
            p -> p.setRequestId("a_b_c_d_e")),
        refusal(
            "requestId must be 8 to 64 letters, digits or dashes",
            p -> p.setRequestId("a".repeat(65))),
        refusal("customerId must be positive, was 0", p -> p.setCustomerId(null)),
        refusal("customerId must be positive, was -1", p -> p.setCustomerId(-1L)),
        refusal("eventCode must not be blank", p -> p.setEventCode(" ")),
        refusal("a purchase has 1 to 20 lines, was 0", p -> p.getLine().clear()),
        refusal(
            "a purchase has 1 to 20 lines, was 21",
            p -> p.getLine().addAll(Stream.generate(() -> line("X", 1)).limit(20).toList())),
        refusal(
            "ticketTypeCode must not be blank", p -> p.getLine().get(0).setTicketTypeCode(null)),
        refusal("ticketTypeCode must not repeat: VIP", p -> p.getLine().add(line("VIP", 99))),
        refusal("quantity must be 1 to 10, was 0", p -> p.getLine().get(0).setQuantity(null)),
        refusal("quantity must be 1 to 10, was 11", p -> p.getLine().get(0).setQuantity(11)),
        refusal("card number must be 12 to 19 digits", p -> p.setCard(null)),
        refusal("card number must be 12 to 19 digits", p -> p.getCard().setNumber("41111111111")),
        refusal(
            "card number must be 12 to 19 digits",
            p -> p.getCard().setNumber("4111-1111-1111-1111")),
        refusal("expiryMonth must be 1 to 12, was 13", p -> p.getCard().setExpiryMonth(13)),
        refusal("expiryYear must be 2000 to 2099, was 30", p -> p.getCard().setExpiryYear(30)),
        refusal("card holder must not be blank", p -> p.getCard().setHolder("")));
  }

  private static Arguments refusal(String message, Consumer<Purchase> change) {
    return Arguments.of(message, change);
  }

  private static Purchase purchase() {
    Purchase purchase = new Purchase();
    purchase.setRequestId("request-1");
    purchase.setCustomerId(7L);
    purchase.setEventCode("EV-0001");
    purchase.getLine().add(line("VIP", 1));
    Card card = new Card();
    card.setNumber("4111111111111111");
    card.setExpiryMonth(12);
    card.setExpiryYear(2030);
    card.setHolder("A. Holder");
    purchase.setCard(card);
    return purchase;
  }

  private static PurchaseLine line(String code, int quantity) {
    PurchaseLine line = new PurchaseLine();
    line.setTicketTypeCode(code);
    line.setQuantity(quantity);
    return line;
  }
}
