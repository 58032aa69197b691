package com.turnstile.ws.v1;

import com.turnstile.transfer.CardData;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.OrderLineData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.ws.backend.BackendFault;
import jakarta.jws.WebService;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The public endpoint of version 1. Thread-safe. */
@WebService(
    serviceName = "TicketServiceService",
    portName = "TicketServicePort",
    targetNamespace = TicketService.NAMESPACE,
    endpointInterface = "com.turnstile.ws.v1.TicketService")
public class TicketServiceEndpoint implements TicketService {

  private static final Logger LOG = Logger.getLogger(TicketServiceEndpoint.class.getName());
  private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{12,19}");
  private static final int WRONG_INPUT = 1;
  private static final int REFUSED = 2;
  private static final int NOT_FOUND = 3;
  private static final int FAILED = 99;

  private final BackendClient backend = new BackendClient();

  @Override
  public TicketOrder buyTickets(
      long customerNumber,
      String event,
      String ticketType,
      int count,
      String cardNumber,
      int cardMonth,
      int cardYear,
      String cardHolder)
      throws ServiceError {
    if (customerNumber <= 0) {
      throw error(WRONG_INPUT, "customerNumber must be positive, was " + customerNumber);
    }
    if (event == null || event.isBlank() || ticketType == null || ticketType.isBlank()) {
      throw error(WRONG_INPUT, "event and ticketType must not be blank");
    }
    if (count < 1 || count > 10) {
      throw error(WRONG_INPUT, "count must be 1 to 10, was " + count);
    }
    if (cardNumber == null || !CARD_NUMBER.matcher(cardNumber).matches()) {
      throw error(WRONG_INPUT, "cardNumber must be 12 to 19 digits");
    }
    if (cardMonth < 1 || cardMonth > 12 || cardYear < 2000 || cardYear > 2099) {
      throw error(WRONG_INPUT, "cardMonth must be 1 to 12 and cardYear 2000 to 2099");
    }
    if (cardHolder == null || cardHolder.isBlank()) {
      throw error(WRONG_INPUT, "cardHolder must not be blank");
    }
    PurchaseData purchase = new PurchaseData();
    // Clients of this version send no key: a repeat buys again.
    purchase.setRequestId("v1-" + UUID.randomUUID());
    purchase.setCustomerId(customerNumber);
    purchase.setEventCode(event);
    PurchaseLineData line = new PurchaseLineData();
    line.setTicketTypeCode(ticketType);
    line.setQuantity(count);
    purchase.getLines().add(line);
    CardData card = new CardData();
    card.setNumber(cardNumber);
    card.setExpiryMonth(cardMonth);
    card.setExpiryYear(cardYear);
    card.setHolder(cardHolder);
    purchase.setCard(card);
    try {
      return ticketOrder(backend.port().executePurchase(purchase));
    } catch (BackendFault e) {
      throw error(REFUSED, e.getFaultInfo().getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "buyTickets " + purchase.getRequestId() + " failed", e);
      throw error(FAILED, "internal error");
    }
  }

  @Override
  public TicketOrder findOrder(String orderNumber) throws ServiceError {
    if (orderNumber == null || orderNumber.isBlank()) {
      throw error(WRONG_INPUT, "orderNumber must not be blank");
    }
    try {
      return ticketOrder(backend.port().loadOrder(orderNumber));
    } catch (BackendFault e) {
      throw error(NOT_FOUND, e.getFaultInfo().getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "findOrder failed", e);
      throw error(FAILED, "internal error");
    }
  }

  /** An order of several lines comes out as its first line, and all of its tickets. */
  private static TicketOrder ticketOrder(OrderData data) {
    TicketOrder order = new TicketOrder();
    order.setOrderNumber(data.getOrderReference());
    order.setCustomerNumber(data.getCustomerId());
    order.setEvent(data.getEventCode());
    order.setTicketAmount(data.getSubtotal().doubleValue());
    order.setFees(data.getFees().doubleValue());
    order.setTax(data.getTax().doubleValue());
    order.setTotalAmount(data.getTotal().doubleValue());
    order.setCurrency(data.getCurrency());
    order.setState("PAID".equals(data.getStatus()) ? 1 : 0);
    order.setCardEnding(data.getCardLastFour());
    order.setTicketType(data.getLines().get(0).getTicketTypeCode());
    int count = 0;
    for (OrderLineData line : data.getLines()) {
      count += line.getQuantity();
      order.getTickets().addAll(line.getTicketNumbers());
    }
    order.setCount(count);
    return order;
  }

  private static ServiceError error(int number, String text) {
    ServiceErrorInfo info = new ServiceErrorInfo();
    info.setErrorNumber(number);
    info.setErrorText(text);
    return new ServiceError(text, info);
  }
}
