package io.matapalo.fastpath.checkout.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.provider.Card;
import io.matapalo.fastpath.provider.CardNumber;
import io.matapalo.fastpath.stock.TicketLine;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PurchaseChecksTest {

  private static final Card CARD = new Card(CardNumber.of("4111111111111111"), 12, 2030, "A");
  private static final TicketLine LINE = new TicketLine("VIP", 1);

  @Test
  void acceptsAValidRequest() {
    assertThatCode(() -> PurchaseChecks.check(request(List.of(LINE), CARD)))
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhatIsWrongInTheContractsWords() {
    List<TicketLine> one = List.of(LINE);
    assertProblem(
        new PurchaseRequest("1234567", 1, "E", one, CARD),
        "requestId must be 8 to 64 letters, digits or dashes");
    assertProblem(
        new PurchaseRequest("request-é", 1, "E", one, CARD),
        "requestId must be 8 to 64 letters, digits or dashes");
    assertProblem(
        new PurchaseRequest("request-1", -3, "E", one, CARD),
        "customerId must be positive, was -3");
    assertProblem(
        new PurchaseRequest("request-1", 1, " \u2003", one, CARD), "eventCode must not be blank");
    assertProblem(request(List.of(), CARD), "a purchase has 1 to 20 lines, was 0");
    assertProblem(
        request(Collections.nCopies(21, LINE), CARD), "a purchase has 1 to 20 lines, was 21");
    assertProblem(
        request(List.of(LINE, new TicketLine("", 1)), CARD), "ticketTypeCode must not be blank");
    assertProblem(request(List.of(LINE, LINE), CARD), "ticketTypeCode must not repeat: VIP");
    assertProblem(
        request(List.of(new TicketLine("VIP", 11)), CARD), "quantity must be 1 to 10, was 11");
  }

  @Test
  void checksTheCardInOrder() {
    List<TicketLine> one = List.of(LINE);
    assertProblem(request(one, Card.NONE), "card number must be 12 to 19 digits");
    assertProblem(
        request(one, new Card(CardNumber.of("4111 1111 1111"), 0, 0, "")),
        "card number must be 12 to 19 digits");
    assertProblem(
        request(one, new Card(CARD.number(), 13, 2030, "A")),
        "expiryMonth must be 1 to 12, was 13");
    assertProblem(
        request(one, new Card(CARD.number(), 1, 1999, "A")),
        "expiryYear must be 2000 to 2099, was 1999");
    assertProblem(
        request(one, new Card(CARD.number(), 1, 2030, " ")), "card holder must not be blank");
  }

  @Test
  void digestIsThatOfTheContract() throws Exception {
    PurchaseRequest request = request(List.of(LINE, new TicketLine("SEATED", 2)), CARD);
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(
                "1|EV-0001|VIP*1,SEATED*2|1111".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(request.digest()).isEqualTo(java.util.HexFormat.of().formatHex(digest));
  }

  @Test
  void noTextFormShowsACardNumberOrHolder() {
    Card card = new Card(CARD.number(), 12, 2030, "Ada Holder");
    assertThat(request(List.of(LINE), card).toString())
        .contains("1111")
        .doesNotContain("41111")
        .doesNotContain("Ada");
    assertThat(CardNumber.of("41111").toString()).doesNotContain("41111");
  }

  private static void assertProblem(PurchaseRequest request, String message) {
    assertThatThrownBy(() -> PurchaseChecks.check(request))
        .isInstanceOf(Refused.class)
        .hasMessage("INVALID_REQUEST: " + message);
  }

  private static PurchaseRequest request(List<TicketLine> lines, Card card) {
    return new PurchaseRequest("request-1", 1, "EV-0001", lines, card);
  }
}
