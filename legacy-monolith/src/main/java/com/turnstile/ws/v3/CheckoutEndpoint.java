package com.turnstile.ws.v3;

import com.turnstile.transfer.CardData;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.OrderLineData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.ws.UnexpectedFailure;
import com.turnstile.ws.v3.gen.Checkout;
import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.GetOrder;
import com.turnstile.ws.v3.gen.GetOrderResponse;
import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.OrderLine;
import com.turnstile.ws.v3.gen.Purchase;
import com.turnstile.ws.v3.gen.PurchaseLine;
import com.turnstile.ws.v3.gen.PurchaseResponse;
import com.turnstile.ws.v3.gen.Refund;
import com.turnstile.ws.v3.gen.RefundResponse;
import jakarta.annotation.Resource;
import jakarta.jws.HandlerChain;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The public endpoint of version 3. Thread-safe. */
@WebService(
    serviceName = "CheckoutService",
    portName = "CheckoutPort",
    targetNamespace = "http://turnstile.example/checkout/v3",
    endpointInterface = "com.turnstile.ws.v3.gen.Checkout")
@HandlerChain(file = "/com/turnstile/ws/session-handlers.xml")
public class CheckoutEndpoint implements Checkout {

  private static final Logger LOG = Logger.getLogger(CheckoutEndpoint.class.getName());

  @Resource private WebServiceContext context;

  private final BackendGateway backend = new BackendGateway(() -> RequestIdHeader.of(context));

  @Override
  public PurchaseResponse purchase(Purchase parameters) throws CheckoutFaultMessage {
    PurchaseValidator.validate(parameters);
    try {
      PurchaseResponse response = new PurchaseResponse();
      response.setOrder(order(backend.executePurchase(data(parameters))));
      return response;
    } catch (SOAPFaultException e) {
      // The back end has logged why.
      throw UnexpectedFailure.fault();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "purchase " + parameters.getRequestId() + " failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  @Override
  public GetOrderResponse getOrder(GetOrder parameters) throws CheckoutFaultMessage {
    PurchaseValidator.validateReference(parameters.getOrderReference());
    try {
      GetOrderResponse response = new GetOrderResponse();
      response.setOrder(order(backend.loadOrder(parameters.getOrderReference())));
      return response;
    } catch (SOAPFaultException e) {
      // The back end has logged why.
      throw UnexpectedFailure.fault();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "getOrder failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  @Override
  public RefundResponse refund(Refund parameters) throws CheckoutFaultMessage {
    PurchaseValidator.validateReference(parameters.getOrderReference());
    try {
      RefundResponse response = new RefundResponse();
      response.setOrder(order(backend.executeRefund(parameters.getOrderReference())));
      return response;
    } catch (SOAPFaultException e) {
      // The back end has logged why.
      throw UnexpectedFailure.fault();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "refund failed", e);
      throw UnexpectedFailure.fault();
    }
  }

  private static PurchaseData data(Purchase purchase) {
    PurchaseData data = new PurchaseData();
    data.setRequestId(purchase.getRequestId());
    data.setCustomerId(purchase.getCustomerId());
    data.setEventCode(purchase.getEventCode());
    for (PurchaseLine line : purchase.getLine()) {
      PurchaseLineData lineData = new PurchaseLineData();
      lineData.setTicketTypeCode(line.getTicketTypeCode());
      lineData.setQuantity(line.getQuantity());
      data.getLines().add(lineData);
    }
    CardData card = new CardData();
    card.setNumber(purchase.getCard().getNumber());
    card.setExpiryMonth(purchase.getCard().getExpiryMonth());
    card.setExpiryYear(purchase.getCard().getExpiryYear());
    card.setHolder(purchase.getCard().getHolder());
    data.setCard(card);
    return data;
  }

  private static Order order(OrderData data) {
    Order order = new Order();
    order.setOrderReference(data.getOrderReference());
    order.setRequestId(data.getRequestId());
    order.setCustomerId(data.getCustomerId());
    order.setEventCode(data.getEventCode());
    order.setEventName(data.getEventName());
    order.setStatus(data.getStatus());
    order.setCurrency(data.getCurrency());
    order.setSubtotal(data.getSubtotal());
    order.setFees(data.getFees());
    order.setTax(data.getTax());
    order.setTotal(data.getTotal());
    order.setCardLastFour(data.getCardLastFour());
    order.setAuthorisationCode(data.getAuthorisationCode());
    order.setCreatedAt(Instant.ofEpochMilli(data.getCreatedAtMillis()));
    for (OrderLineData lineData : data.getLines()) {
      OrderLine line = new OrderLine();
      line.setTicketTypeCode(lineData.getTicketTypeCode());
      line.setQuantity(lineData.getQuantity());
      line.setUnitPrice(lineData.getUnitPrice());
      line.setAmount(lineData.getAmount());
      line.getTicketNumber().addAll(lineData.getTicketNumbers());
      order.getLine().add(line);
    }
    return order;
  }
}
