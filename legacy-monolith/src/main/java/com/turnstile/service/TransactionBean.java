package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.LedgerEntryDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.LedgerEntry;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.AmountsData;
import com.turnstile.transfer.BalanceData;
import com.turnstile.transfer.LedgerEntryData;
import com.turnstile.transfer.OrderLineData;
import com.turnstile.transfer.StatementData;
import com.turnstile.transfer.StatementItemData;
import com.turnstile.transfer.StatementQuery;
import com.turnstile.transfer.TransactionData;
import com.turnstile.transfer.TransactionListQuery;
import com.turnstile.transfer.TransactionSummaryData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What customers paid, by orders and ledger. Thread-safe, as a stateless bean. */
@Stateless
public class TransactionBean {

  private static final String CARD_ACCOUNT = "CARD_CLEARING";

  @EJB private CustomerDao customers;
  @EJB private OrderDao orders;
  @EJB private LedgerEntryDao ledger;

  public TransactionData get(String orderReference) throws ServiceRefusal {
    PurchaseOrder order =
        orders
            .findByReference(orderReference)
            .filter(o -> o.getOrderReference().equals(orderReference))
            .orElseThrow(() ->
                new ServiceRefusal(
                    "TRANSACTION_NOT_FOUND",
                    "no transaction with order reference " + orderReference));
    return transaction(order, entries(order));
  }

  public List<TransactionSummaryData> list(TransactionListQuery query) throws ServiceRefusal {
    requireCustomer(query.customerId());
    List<TransactionSummaryData> found = new ArrayList<>();
    for (Long id : orders.latestIds(query.customerId().toString(), query.limit())) {
      found.add(summary(orders.findById(id).orElseThrow()));
    }
    return found;
  }

  public BalanceData balance(Long customerId) throws ServiceRefusal {
    requireCustomer(customerId);
    Map<String, AmountsData> amounts = new TreeMap<>();
    List<Long> ids = orders.idsOfCustomer(customerId);
    for (Long id : ids) {
      PurchaseOrder order = orders.findById(id).orElseThrow();
      add(amounts, order.getCurrency(), entries(order));
    }
    return new BalanceData(customerId, ids.size(), new ArrayList<>(amounts.values()));
  }

  public StatementData statement(StatementQuery query) throws ServiceRefusal {
    requireCustomer(query.customerId());
    Map<String, AmountsData> amounts = new TreeMap<>();
    List<StatementItemData> items = new ArrayList<>();
    for (Long id : orders.idsOfCustomer(query.customerId())) {
      PurchaseOrder order = orders.findById(id).orElseThrow();
      List<LedgerEntryData> entries = entries(order);
      Instant time = order.getCreatedAt();
      if (!time.isBefore(query.from()) && time.isBefore(query.to())) {
        add(amounts, order.getCurrency(), entries);
        items.add(new StatementItemData(transaction(order, entries), lines(order), entries));
      }
    }
    items.sort(
        (one, other) -> one.transaction().createdAt().compareTo(other.transaction().createdAt()));
    return new StatementData(query, items, new ArrayList<>(amounts.values()));
  }

  private void requireCustomer(Long customerId) throws ServiceRefusal {
    if (customers.findById(customerId).isEmpty()) {
      throw new ServiceRefusal("UNKNOWN_CUSTOMER", "no customer " + customerId);
    }
  }

  private List<LedgerEntryData> entries(PurchaseOrder order) {
    List<LedgerEntryData> entries = new ArrayList<>();
    for (LedgerEntry entry : ledger.findByOrder(order.getId())) {
      entries.add(
          new LedgerEntryData(
              entry.getEntryNo(), entry.getAccount(), entry.getDebit(), entry.getCredit()));
    }
    return entries;
  }

  /** The card's side of the books is what the customer paid. */
  private static void add(
      Map<String, AmountsData> amounts, String currency, List<LedgerEntryData> entries) {
    BigDecimal nothing = Amounts.round(BigDecimal.ZERO);
    for (LedgerEntryData entry : entries) {
      if (CARD_ACCOUNT.equals(entry.account())) {
        AmountsData sum = amounts.get(currency);
        if (sum == null) {
          sum = new AmountsData(currency, nothing, nothing);
        }
        amounts.put(currency, sum.plus(entry));
      }
    }
  }

  private TransactionSummaryData summary(PurchaseOrder order) {
    Map<String, AmountsData> amounts = new TreeMap<>();
    add(amounts, order.getCurrency(), entries(order));
    AmountsData sum = amounts.get(order.getCurrency());
    return new TransactionSummaryData(
        order.getOrderReference(),
        order.getEvent().getCode(),
        order.getStatus(),
        order.getCurrency(),
        order.getTotal(),
        sum == null ? Amounts.round(BigDecimal.ZERO) : sum.balance(),
        order.getCreatedAt());
  }

  private static List<OrderLineData> lines(PurchaseOrder order) {
    List<OrderLineData> lines = new ArrayList<>();
    for (OrderLine line : order.getLines()) {
      OrderLineData data = new OrderLineData();
      data.setTicketTypeCode(line.getTicketType().getCode());
      data.setQuantity(line.getQuantity());
      data.setUnitPrice(line.getUnitPrice());
      data.setAmount(line.getAmount());
      lines.add(data);
    }
    return lines;
  }

  private static TransactionData transaction(PurchaseOrder order, List<LedgerEntryData> entries) {
    return new TransactionData(
        order.getOrderReference(),
        order.getCustomer().getId(),
        order.getEvent().getCode(),
        order.getEvent().getName(),
        order.getStatus(),
        order.getCurrency(),
        order.getSubtotal(),
        order.getFees(),
        order.getTax(),
        order.getTotal(),
        order.getCardLastFour(),
        order.getAuthorisationCode(),
        order.getCreatedAt(),
        entries);
  }
}
