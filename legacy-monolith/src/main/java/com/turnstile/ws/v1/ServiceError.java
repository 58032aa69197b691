package com.turnstile.ws.v1;

import jakarta.xml.ws.WebFault;

/** Version 1 refused. */
@WebFault(name = "serviceError", targetNamespace = TicketService.NAMESPACE)
public class ServiceError extends Exception {

  private static final long serialVersionUID = 1L;

  // Not serialised by Java, only by JAXB.
  private final transient ServiceErrorInfo faultInfo;

  public ServiceError(String message, ServiceErrorInfo faultInfo) {
    super(message);
    this.faultInfo = faultInfo;
  }

  public ServiceError(String message, ServiceErrorInfo faultInfo, Throwable cause) {
    super(message, cause);
    this.faultInfo = faultInfo;
  }

  public ServiceErrorInfo getFaultInfo() {
    return faultInfo;
  }
}
