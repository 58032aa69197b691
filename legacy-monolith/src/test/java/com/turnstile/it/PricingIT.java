package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.turnstile.service.CheckoutRefusal;
import com.turnstile.service.PricingBean;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the bean that prices, over its DAOs, entities and the database. */
class PricingIT extends InsideTurnstile {

  @EJB private PricingBean pricing;

  @Test
  void pricesComeFromTheTicketTypesOfTheEvent() throws CheckoutRefusal {
    List<PurchaseLineData> lines = List.of(line("STANDING", 2), line("VIP", 1), line("SEATED", 3));

    assertEquals(new BigDecimal("364.50"), pricing.subtotal(1L, "EV-0001", lines));
    assertEquals(new BigDecimal("22.73"), pricing.fees(1L, "EV-0001", lines));
  }

  @Test
  void codeInAnotherCaseIsNotFound() {
    CheckoutRefusal refusal =
        assertThrows(
            CheckoutRefusal.class, () -> pricing.subtotal(1L, "EV-0001", List.of(line("vip", 1))));

    assertEquals("UNKNOWN_TICKET_TYPE", refusal.getCode());
  }

  private static PurchaseLineData line(String code, int quantity) {
    PurchaseLineData line = new PurchaseLineData();
    line.setTicketTypeCode(code);
    line.setQuantity(quantity);
    return line;
  }
}
