package com.turnstile.service;

import com.turnstile.dao.FeeRuleDao;
import com.turnstile.entity.FeeRule;
import com.turnstile.entity.TicketType;
import com.turnstile.transfer.PurchaseLineData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a purchase costs before tax. Thread-safe, as a stateless bean. */
@Stateless
public class PricingBean {

  @EJB private EventBean events;
  @EJB private FeeRuleDao feeRules;

  public BigDecimal subtotal(Long eventId, String eventCode, List<PurchaseLineData> lines)
      throws CheckoutRefusal {
    BigDecimal sum = Amounts.round(BigDecimal.ZERO);
    for (PurchaseLineData line : lines) {
      sum = sum.add(lineAmount(eventId, eventCode, line));
    }
    return sum;
  }

  public BigDecimal lineAmount(Long eventId, String eventCode, PurchaseLineData line)
      throws CheckoutRefusal {
    TicketType type = events.requireTicketType(eventId, eventCode, line.getTicketTypeCode());
    return Amounts.ofLine(type.getUnitPrice(), line.getQuantity());
  }

  public BigDecimal fees(Long eventId, String eventCode, List<PurchaseLineData> lines)
      throws CheckoutRefusal {
    int tickets = 0;
    for (PurchaseLineData line : lines) {
      tickets += line.getQuantity();
    }
    BigDecimal subtotal = subtotal(eventId, eventCode, lines);
    List<FeeRule> rules = new ArrayList<>();
    for (Long id : feeRules.idsOfEvent(eventId)) {
      feeRules.findById(id).ifPresent(rules::add);
    }
    return Amounts.fees(rules, subtotal, tickets);
  }
}
