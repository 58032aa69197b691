package com.turnstile.service;

import com.turnstile.dao.LedgerEntryDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.LedgerEntry;
import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The ledger: double entry, checked after each booking. Thread-safe, as a stateless bean. */
@Stateless
public class LedgerBean {

  private static final BigDecimal NOTHING = Amounts.round(BigDecimal.ZERO);

  @EJB private LedgerEntryDao ledger;
  @EJB private OrderDao orders;

  public void book(Long orderId) {
    PurchaseOrder order = orders.findById(orderId).orElseThrow();
    ledger.insertAll(
        orderId,
        order.getCurrency(),
        List.of(
            new Object[] {1, "CARD_CLEARING", order.getTotal(), NOTHING},
            new Object[] {2, "TICKET_REVENUE", NOTHING, order.getSubtotal()},
            new Object[] {3, "FEE_REVENUE", NOTHING, order.getFees()},
            new Object[] {4, "TAX_PAYABLE", NOTHING, order.getTax()}));
    requireBalance(orderId);
  }

  /** The same again with the sides exchanged, under numbers of its own. */
  public void reverse(Long orderId) {
    PurchaseOrder order = orders.findById(orderId).orElseThrow();
    List<LedgerEntry> booked = ledger.findByOrder(orderId);
    List<Object[]> reversed = new ArrayList<>();
    for (LedgerEntry entry : booked) {
      reversed.add(
          new Object[] {
            booked.size() + entry.getEntryNo(),
            entry.getAccount(),
            entry.getCredit(),
            entry.getDebit()
          });
    }
    ledger.insertAll(orderId, order.getCurrency(), reversed);
    requireBalance(orderId);
  }

  private void requireBalance(Long orderId) {
    BigDecimal balance = NOTHING;
    for (LedgerEntry entry : ledger.findByOrder(orderId)) {
      balance = balance.add(entry.getDebit()).subtract(entry.getCredit());
    }
    if (balance.signum() != 0) {
      throw new IllegalStateException("order " + orderId + " is out of balance by " + balance);
    }
  }
}
