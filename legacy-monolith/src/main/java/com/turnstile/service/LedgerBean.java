package com.turnstile.service;

import com.turnstile.dao.LedgerEntryDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.LedgerEntry;
import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;

/** The ledger: double entry, checked after each booking. Thread-safe, as a stateless bean. */
@Stateless
public class LedgerBean {

  private static final BigDecimal NOTHING = Amounts.round(BigDecimal.ZERO);

  @EJB private LedgerEntryDao ledger;
  @EJB private OrderDao orders;

  public void book(Long orderId) {
    PurchaseOrder order = orders.findById(orderId).orElseThrow();
    book(order, 1, "CARD_CLEARING", order.getTotal(), NOTHING);
    book(order, 2, "TICKET_REVENUE", NOTHING, order.getSubtotal());
    book(order, 3, "FEE_REVENUE", NOTHING, order.getFees());
    book(order, 4, "TAX_PAYABLE", NOTHING, order.getTax());
    requireBalance(orderId);
  }

  private void book(
      PurchaseOrder order, int entryNo, String account, BigDecimal debit, BigDecimal credit) {
    LedgerEntry entry = new LedgerEntry();
    entry.setOrder(order);
    entry.setEntryNo(entryNo);
    entry.setAccount(account);
    entry.setDebit(debit);
    entry.setCredit(credit);
    entry.setCurrency(order.getCurrency());
    ledger.persist(entry);
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
