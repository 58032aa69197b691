package com.turnstile.ws.v3;

import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.ws.backend.BackendFault;
import com.turnstile.ws.backend.CheckoutBackend;
import com.turnstile.ws.v3.gen.CheckoutFaultMessage;
import com.turnstile.ws.v3.gen.FaultCode;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.handler.MessageContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.namespace.QName;

/**
 * The way from this front end to the back end. Thread-safe: the service, made once from the back
 * end's WSDL, is shared; each call gets a port of its own.
 */
final class BackendGateway {

  private static final QName SERVICE =
      new QName(CheckoutBackend.NAMESPACE, "CheckoutBackendService");
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private final Supplier<String> requestId;
  private Service service;

  /**
   * @param requestId the id of the present request, for the back end's log; null for none
   */
  BackendGateway(Supplier<String> requestId) {
    this.requestId = requestId;
  }

  OrderData executePurchase(PurchaseData purchase) throws CheckoutFaultMessage {
    try {
      return port().executePurchase(purchase);
    } catch (BackendFault e) {
      throw passOn(e);
    }
  }

  OrderData loadOrder(String orderReference) throws CheckoutFaultMessage {
    try {
      return port().loadOrder(orderReference);
    } catch (BackendFault e) {
      throw passOn(e);
    }
  }

  OrderData executeRefund(String orderReference) throws CheckoutFaultMessage {
    try {
      return port().executeRefund(orderReference);
    } catch (BackendFault e) {
      throw passOn(e);
    }
  }

  private static CheckoutFaultMessage passOn(BackendFault fault) {
    return PurchaseValidator.fault(
        FaultCode.fromValue(fault.getFaultInfo().getCode()), fault.getFaultInfo().getMessage());
  }

  private CheckoutBackend port() {
    CheckoutBackend port = service().getPort(CheckoutBackend.class);
    Map<String, Object> context = ((BindingProvider) port).getRequestContext();
    context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address());
    context.put("com.sun.xml.ws.connect.timeout", CONNECT_TIMEOUT_MILLIS);
    context.put("com.sun.xml.ws.request.timeout", READ_TIMEOUT_MILLIS);
    String id = requestId.get();
    if (id != null) {
      context.put(MessageContext.HTTP_REQUEST_HEADERS, Map.of(RequestIdHeader.NAME, List.of(id)));
    }
    return port;
  }

  private synchronized Service service() {
    if (service == null) {
      try {
        service = Service.create(URI.create(address() + "?wsdl").toURL(), SERVICE);
      } catch (MalformedURLException e) {
        throw new IllegalStateException("turnstile.backend.url must be an HTTP address", e);
      }
    }
    return service;
  }

  /** Where the back end is: as set, or in this same server. */
  private static String address() {
    String own =
        "http://"
            + System.getProperty("jboss.bind.address", "127.0.0.1")
            + ":"
            + System.getProperty("jboss.http.port", "8080")
            + "/turnstile/backend/checkout";
    return System.getProperty("turnstile.backend.url", own);
  }
}
