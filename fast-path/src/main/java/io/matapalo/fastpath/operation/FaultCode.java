package io.matapalo.fastpath.operation;

/** The contract's fault codes, those of all services. */
public enum FaultCode {
  INVALID_REQUEST,
  UNKNOWN_CUSTOMER,
  UNKNOWN_EVENT,
  UNKNOWN_TICKET_TYPE,
  SOLD_OUT,
  CARD_DECLINED,
  REQUEST_ID_CONFLICT,
  ORDER_NOT_FOUND,
  VENDOR_UNAVAILABLE,
  TRANSACTION_NOT_FOUND,
  BAD_CREDENTIALS,
  UNKNOWN_SESSION,
  SESSION_EXPIRED
}
