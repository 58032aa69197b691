package com.turnstile.ws.backend;

import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;

/** The back end's operations; what the front ends have checked is not checked again. */
@WebService(name = "CheckoutBackend", targetNamespace = CheckoutBackend.NAMESPACE)
public interface CheckoutBackend {

  String NAMESPACE = "http://turnstile.example/checkout/backend";

  @WebMethod
  @WebResult(name = "order")
  OrderData executePurchase(@WebParam(name = "purchase") PurchaseData purchase) throws BackendFault;

  @WebMethod
  @WebResult(name = "order")
  OrderData loadOrder(@WebParam(name = "orderReference") String orderReference) throws BackendFault;

  @WebMethod
  @WebResult(name = "order")
  OrderData executeRefund(@WebParam(name = "orderReference") String orderReference)
      throws BackendFault;
}
