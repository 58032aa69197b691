package com.turnstile.service;

import com.turnstile.transfer.BalanceData;
import com.turnstile.transfer.StatementData;
import com.turnstile.transfer.StatementQuery;
import com.turnstile.transfer.TransactionData;
import com.turnstile.transfer.TransactionListQuery;
import com.turnstile.transfer.TransactionSummaryData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.List;

/** What customers paid. Thread-safe, as a stateless bean. */
@Stateless
public class PaymentsFacadeBean extends AbstractFacade {

  @EJB private TransactionBean transactions;

  @Override
  public String facadeName() {
    return "payments";
  }

  public TransactionData getTransaction(String orderReference) throws ServiceRefusal {
    return transactions.get(orderReference);
  }

  public List<TransactionSummaryData> listTransactions(TransactionListQuery query)
      throws ServiceRefusal {
    return transactions.list(query);
  }

  public BalanceData getBalance(Long customerId) throws ServiceRefusal {
    return transactions.balance(customerId);
  }

  public StatementData getStatement(StatementQuery query) throws ServiceRefusal {
    return transactions.statement(query);
  }
}
