package com.turnstile.ws.v3;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
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
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.payments.Amounts;
import com.turnstile.ws.v3.gen.payments.FaultCode;
import com.turnstile.ws.v3.gen.payments.GetBalance;
import com.turnstile.ws.v3.gen.payments.GetBalanceResponse;
import com.turnstile.ws.v3.gen.payments.GetStatement;
import com.turnstile.ws.v3.gen.payments.GetStatementResponse;
import com.turnstile.ws.v3.gen.payments.GetTransaction;
import com.turnstile.ws.v3.gen.payments.GetTransactionResponse;
import com.turnstile.ws.v3.gen.payments.LedgerEntry;
import com.turnstile.ws.v3.gen.payments.ListTransactions;
import com.turnstile.ws.v3.gen.payments.ListTransactionsResponse;
import com.turnstile.ws.v3.gen.payments.Payments;
import com.turnstile.ws.v3.gen.payments.PaymentsFault;
import com.turnstile.ws.v3.gen.payments.PaymentsFaultMessage;
import com.turnstile.ws.v3.gen.payments.StatementItem;
import com.turnstile.ws.v3.gen.payments.StatementLine;
import com.turnstile.ws.v3.gen.payments.Transaction;
import com.turnstile.ws.v3.gen.payments.TransactionSummary;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What customers paid, version 3. Thread-safe: it keeps nothing. */
@WebService(
    serviceName = "PaymentsService",
    portName = "PaymentsPort",
    targetNamespace = "http://turnstile.example/payments/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.payments.Payments")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class PaymentsEndpoint implements Payments {

  private static final Logger LOG = Logger.getLogger(PaymentsEndpoint.class.getName());
  private static final int MOST_DAYS = 366;

  @Override
  public GetTransactionResponse getTransaction(GetTransaction parameters)
      throws PaymentsFaultMessage {
    try {
      String reference = RequestChecks.notBlank("orderReference", parameters.getOrderReference());
      GetTransactionResponse response = new GetTransactionResponse();
      response.setTransaction(
          transaction((TransactionData) OperationDispatcher.dispatch("getTransaction", reference)));
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      throw unexpected("getTransaction", e);
    }
  }

  @Override
  public ListTransactionsResponse listTransactions(ListTransactions parameters)
      throws PaymentsFaultMessage {
    try {
      TransactionListQuery query =
          new TransactionListQuery(
              RequestChecks.positive("customerId", parameters.getCustomerId()),
              RequestChecks.limit(parameters.getLimit()));
      ListTransactionsResponse response = new ListTransactionsResponse();
      for (Object found : (List<?>) OperationDispatcher.dispatch("listTransactions", query)) {
        response.getTransaction().add(summary((TransactionSummaryData) found));
      }
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      throw unexpected("listTransactions", e);
    }
  }

  @Override
  public GetBalanceResponse getBalance(GetBalance parameters) throws PaymentsFaultMessage {
    try {
      Long customerId = RequestChecks.positive("customerId", parameters.getCustomerId());
      BalanceData balance = (BalanceData) OperationDispatcher.dispatch("getBalance", customerId);
      GetBalanceResponse response = new GetBalanceResponse();
      response.setCustomerId(balance.customerId());
      response.setTransactions(balance.transactions());
      addAll(balance.amounts(), response.getAmounts());
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      throw unexpected("getBalance", e);
    }
  }

  @Override
  public GetStatementResponse getStatement(GetStatement parameters) throws PaymentsFaultMessage {
    try {
      StatementData statement =
          (StatementData) OperationDispatcher.dispatch("getStatement", query(parameters));
      GetStatementResponse response = new GetStatementResponse();
      response.setCustomerId(statement.query().customerId());
      response.setFrom(statement.query().from());
      response.setTo(statement.query().to());
      for (StatementItemData item : statement.items()) {
        response.getItem().add(item(item));
      }
      addAll(statement.amounts(), response.getAmounts());
      return response;
    } catch (ServiceRefusal refusal) {
      throw fault(refusal);
    } catch (RuntimeException e) {
      throw unexpected("getStatement", e);
    }
  }

  private static StatementQuery query(GetStatement parameters) throws ServiceRefusal {
    StatementQuery query =
        new StatementQuery(
            RequestChecks.positive("customerId", parameters.getCustomerId()),
            RequestChecks.time("from", parameters.getFrom()),
            RequestChecks.time("to", parameters.getTo()));
    RequestChecks.ordered(query.from(), query.to());
    Duration asked = Duration.between(query.from(), query.to());
    if (asked.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw RequestChecks.invalid(
          "a statement covers at most " + MOST_DAYS + " days, was " + asked.toDays());
    }
    return query;
  }

  private static TransactionSummary summary(TransactionSummaryData data) {
    TransactionSummary summary = new TransactionSummary();
    summary.setOrderReference(data.orderReference());
    summary.setEventCode(data.eventCode());
    summary.setStatus(data.status());
    summary.setCurrency(data.currency());
    summary.setTotal(data.total());
    summary.setPaid(data.paid());
    summary.setCreatedAt(data.createdAt());
    return summary;
  }

  private static Transaction transaction(TransactionData data) {
    Transaction transaction = new Transaction();
    transaction.setOrderReference(data.orderReference());
    transaction.setCustomerId(data.customerId());
    transaction.setEventCode(data.eventCode());
    transaction.setEventName(data.eventName());
    transaction.setStatus(data.status());
    transaction.setCurrency(data.currency());
    transaction.setSubtotal(data.subtotal());
    transaction.setFees(data.fees());
    transaction.setTax(data.tax());
    transaction.setTotal(data.total());
    transaction.setCardLastFour(data.cardLastFour());
    transaction.setAuthorisationCode(data.authorisationCode());
    transaction.setCreatedAt(data.createdAt());
    for (LedgerEntryData entry : data.entries()) {
      transaction.getEntry().add(entry(entry));
    }
    return transaction;
  }

  private static StatementItem item(StatementItemData data) {
    StatementItem item = new StatementItem();
    item.setOrderReference(data.transaction().orderReference());
    item.setEventCode(data.transaction().eventCode());
    item.setStatus(data.transaction().status());
    item.setCurrency(data.transaction().currency());
    item.setTotal(data.transaction().total());
    item.setCreatedAt(data.transaction().createdAt());
    for (OrderLineData lineData : data.lines()) {
      StatementLine line = new StatementLine();
      line.setTicketTypeCode(lineData.getTicketTypeCode());
      line.setQuantity(lineData.getQuantity());
      line.setUnitPrice(lineData.getUnitPrice());
      line.setAmount(lineData.getAmount());
      item.getLine().add(line);
    }
    for (LedgerEntryData entry : data.entries()) {
      item.getEntry().add(entry(entry));
    }
    return item;
  }

  private static LedgerEntry entry(LedgerEntryData data) {
    LedgerEntry entry = new LedgerEntry();
    entry.setEntryNo(data.entryNo());
    entry.setAccount(data.account());
    entry.setDebit(data.debit());
    entry.setCredit(data.credit());
    return entry;
  }

  private static void addAll(List<AmountsData> found, List<Amounts> answer) {
    for (AmountsData data : found) {
      Amounts amounts = new Amounts();
      amounts.setCurrency(data.currency());
      amounts.setCharged(data.charged());
      amounts.setRefunded(data.refunded());
      amounts.setBalance(data.balance());
      answer.add(amounts);
    }
  }

  private static RuntimeException unexpected(String operation, RuntimeException e) {
    LOG.log(Level.SEVERE, operation + " failed", e);
    return UnexpectedFailure.fault();
  }

  private static PaymentsFaultMessage fault(ServiceRefusal refusal) {
    PaymentsFault fault = new PaymentsFault();
    fault.setCode(FaultCode.fromValue(refusal.getCode()));
    fault.setMessage(refusal.getMessage());
    return new PaymentsFaultMessage(refusal.getMessage(), fault);
  }
}
