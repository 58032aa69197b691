package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.turnstile.service.CheckoutRefusal;
import com.turnstile.service.PricingBean;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import java.math.BigDecimal;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the bean that prices, over its DAOs, entities and the database. */
@ArquillianTest
class PricingIT {

  @EJB private PricingBean pricing;

  @Deployment
  static WebArchive turnstile() {
    return TurnstileWar.asBuilt().addClass(PricingIT.class);
  }

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
