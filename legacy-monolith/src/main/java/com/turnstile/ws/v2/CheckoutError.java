package com.turnstile.ws.v2;

import jakarta.xml.ws.WebFault;

/** Version 2 refused. */
@WebFault(name = "checkoutError", targetNamespace = CheckoutServiceV2.NAMESPACE)
public class CheckoutError extends Exception {

  private static final long serialVersionUID = 1L;

  // Not serialised by Java, only by JAXB.
  private final transient ErrorDetails faultInfo;

  public CheckoutError(String message, ErrorDetails faultInfo) {
    super(message);
    this.faultInfo = faultInfo;
  }

  public CheckoutError(String message, ErrorDetails faultInfo, Throwable cause) {
    super(message, cause);
    this.faultInfo = faultInfo;
  }

  public ErrorDetails getFaultInfo() {
    return faultInfo;
  }
}
