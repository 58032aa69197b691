package com.turnstile.ws.v2;

import com.turnstile.transfer.CardData;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.OrderLineData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.ws.backend.BackendFault;
import jakarta.jws.WebService;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public endpoint of version 2. Thread-safe. */
@WebService(
    serviceName = "CheckoutServiceV2Service",
    portName = "CheckoutServiceV2Port",
    targetNamespace = CheckoutServiceV2.NAMESPACE,
    endpointInterface = "com.turnstile.ws.v2.CheckoutServiceV2")
public class CheckoutServiceV2Endpoint implements CheckoutServiceV2 {

  private static final Logger LOG = Logger.getLogger(CheckoutServiceV2Endpoint.class.getName());
  private static final Pattern REQUEST_KEY = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final Pattern CUSTOMER_ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern QUANTITY = Pattern.compile("[1-9]|10");
  private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{12,19}");
  private static final Pattern CARD_EXPIRY = Pattern.compile("(0[1-9]|1[0-2])/([0-9]{2})");

  /** Those that had a meaning when this version was made; all others are {@code E100}. */
  private static final Map<String, String> CODES =
      Map.of("SOLD_OUT", "E200", "CARD_DECLINED", "E300", "ORDER_NOT_FOUND", "E400");

  private final BackendClient backend = new BackendClient();

  @Override
  public OrderDetails purchaseTickets(PurchaseOrderRequest request) throws CheckoutError {
    PurchaseData purchase = purchase(request);
    try {
      return details(backend.port().executePurchase(purchase));
    } catch (BackendFault e) {
      throw passOn(e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "purchaseTickets " + purchase.getRequestId() + " failed", e);
      throw error("E999", "internal error");
    }
  }

  @Override
  public OrderDetails getOrderDetails(String orderId) throws CheckoutError {
    require(orderId != null && !orderId.isBlank(), "orderId must not be blank");
    try {
      return details(backend.port().loadOrder(orderId));
    } catch (BackendFault e) {
      throw passOn(e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "getOrderDetails failed", e);
      throw error("E999", "internal error");
    }
  }

  private static PurchaseData purchase(PurchaseOrderRequest request) throws CheckoutError {
    require(request != null, "request must not be missing");
    require(
        matches(REQUEST_KEY, request.getRequestKey()),
        "requestKey must be 8 to 64 letters, digits or dashes");
    require(matches(CUSTOMER_ID, request.getCustomerId()), "customerId must be a positive number");
    require(
        request.getEventCode() != null && !request.getEventCode().isBlank(),
        "eventCode must not be blank");
    PurchaseData purchase = new PurchaseData();
    purchase.setRequestId(request.getRequestKey());
    purchase.setCustomerId(Long.parseLong(request.getCustomerId()));
    purchase.setEventCode(request.getEventCode());
    int lines = request.getLines().size();
    require(lines >= 1 && lines <= 20, "a purchase has 1 to 20 lines, was " + lines);
    Set<String> seen = new HashSet<>();
    for (TicketLine line : request.getLines()) {
      require(
          line != null && line.getTicketType() != null && !line.getTicketType().isBlank(),
          "ticketType must not be blank");
      require(seen.add(line.getTicketType()), "ticketType must not repeat");
      require(matches(QUANTITY, line.getQuantity()), "quantity must be 1 to 10");
      PurchaseLineData data = new PurchaseLineData();
      data.setTicketTypeCode(line.getTicketType());
      data.setQuantity(Integer.parseInt(line.getQuantity()));
      purchase.getLines().add(data);
    }
    purchase.setCard(card(request));
    return purchase;
  }

  private static CardData card(PurchaseOrderRequest request) throws CheckoutError {
    require(matches(CARD_NUMBER, request.getCardNumber()), "cardNumber must be 12 to 19 digits");
    Matcher expiry =
        CARD_EXPIRY.matcher(request.getCardExpiry() == null ? "" : request.getCardExpiry());
    require(expiry.matches(), "cardExpiry must be MM/YY");
    require(
        request.getCardHolder() != null && !request.getCardHolder().isBlank(),
        "cardHolder must not be blank");
    CardData card = new CardData();
    card.setNumber(request.getCardNumber());
    card.setExpiryMonth(Integer.parseInt(expiry.group(1)));
    card.setExpiryYear(2000 + Integer.parseInt(expiry.group(2)));
    card.setHolder(request.getCardHolder());
    return card;
  }

  private static OrderDetails details(OrderData data) {
    OrderDetails details = new OrderDetails();
    details.setOrderId(data.getOrderReference());
    details.setRequestKey(data.getRequestId());
    details.setCustomerId(Long.toString(data.getCustomerId()));
    details.setEventCode(data.getEventCode());
    details.setEventTitle(data.getEventName());
    details.setOrderStatus(data.getStatus());
    details.setCurrency(data.getCurrency());
    details.setNetAmount(data.getSubtotal().add(data.getFees()).toPlainString());
    details.setTaxAmount(data.getTax().toPlainString());
    details.setGrossAmount(data.getTotal().toPlainString());
    details.setMaskedCard("************" + data.getCardLastFour());
    for (OrderLineData lineData : data.getLines()) {
      TicketLine line = new TicketLine();
      line.setTicketType(lineData.getTicketTypeCode());
      line.setQuantity(Integer.toString(lineData.getQuantity()));
      line.setAmount(lineData.getAmount().toPlainString());
      details.getLines().add(line);
      details.getTicketNumbers().addAll(lineData.getTicketNumbers());
    }
    return details;
  }

  private static CheckoutError passOn(BackendFault fault) {
    return error(
        CODES.getOrDefault(fault.getFaultInfo().getCode(), "E100"),
        fault.getFaultInfo().getMessage());
  }

  private static boolean matches(Pattern pattern, String text) {
    return text != null && pattern.matcher(text).matches();
  }

  private static void require(boolean right, String text) throws CheckoutError {
    if (!right) {
      throw error("E001", text);
    }
  }

  private static CheckoutError error(String code, String text) {
    ErrorDetails details = new ErrorDetails();
    details.setErrorCode(code);
    details.setErrorText(text);
    return new CheckoutError(text, details);
  }
}
