package com.turnstile.ws.v1;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;

/** Tickets, version 1: one kind of ticket a purchase, no key of the client's against repeats. */
@WebService(name = "TicketService", targetNamespace = TicketService.NAMESPACE)
public interface TicketService {

  String NAMESPACE = "http://turnstile.example/checkout/v1";

  @WebMethod
  @WebResult(name = "ticketOrder")
  TicketOrder buyTickets(
      @WebParam(name = "customerNumber") long customerNumber,
      @WebParam(name = "event") String event,
      @WebParam(name = "ticketType") String ticketType,
      @WebParam(name = "count") int count,
      @WebParam(name = "cardNumber") String cardNumber,
      @WebParam(name = "cardMonth") int cardMonth,
      @WebParam(name = "cardYear") int cardYear,
      @WebParam(name = "cardHolder") String cardHolder)
      throws ServiceError;

  @WebMethod
  @WebResult(name = "ticketOrder")
  TicketOrder findOrder(@WebParam(name = "orderNumber") String orderNumber) throws ServiceError;
}
