package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.transfer.CardData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import org.junit.jupiter.api.Test;

class RequestDigestTest {

  @Test
  void digestIsTheHashThatTheContractGives() {
    // printf '7|EV-0001|STANDING*2,VIP*1|1111' | sha256sum
    assertThat(RequestDigest.of(purchase("4111111111111111")))
        .isEqualTo("4c86e5ada0388dfd48dabc0509a65bbe4350482046156fe3bc33270d5e47b6e5");
  }

  @Test
  void onlyTheLastFourDigitsOfTheCardCount() {
    assertThat(RequestDigest.of(purchase("5500000000001111")))
        .isEqualTo(RequestDigest.of(purchase("4111111111111111")))
        .isNotEqualTo(RequestDigest.of(purchase("4111111111111112")));
  }

  @Test
  void cardIsInNoTextForm() {
    assertThat(purchase("4111111111111111").toString()).doesNotContain("1111111111");
    assertThat(purchase("4111111111111111").getCard().toString()).doesNotContain("1111111111");
  }

  private static PurchaseData purchase(String number) {
    PurchaseData purchase = new PurchaseData();
    purchase.setRequestId("request-1");
    purchase.setCustomerId(7);
    purchase.setEventCode("EV-0001");
    purchase.getLines().add(line("STANDING", 2));
    purchase.getLines().add(line("VIP", 1));
    CardData card = new CardData();
    card.setNumber(number);
    purchase.setCard(card);
    return purchase;
  }

  private static PurchaseLineData line(String code, int quantity) {
    PurchaseLineData line = new PurchaseLineData();
    line.setTicketTypeCode(code);
    line.setQuantity(quantity);
    return line;
  }
}
