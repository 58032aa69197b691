package com.turnstile.ws.v2;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;

/** Checkout, version 2: several lines and the client's key, all as strings. */
@WebService(name = "CheckoutServiceV2", targetNamespace = CheckoutServiceV2.NAMESPACE)
public interface CheckoutServiceV2 {

  String NAMESPACE = "http://turnstile.example/checkout/v2";

  @WebMethod
  @WebResult(name = "orderDetails")
  OrderDetails purchaseTickets(@WebParam(name = "request") PurchaseOrderRequest request)
      throws CheckoutError;

  @WebMethod
  @WebResult(name = "orderDetails")
  OrderDetails getOrderDetails(@WebParam(name = "orderId") String orderId) throws CheckoutError;
}
