package com.turnstile.ws.backend;

import com.turnstile.transfer.RefusalData;
import jakarta.xml.ws.WebFault;

/** A refusal on its way from the back end to a front end. */
@WebFault(name = "refusal", targetNamespace = CheckoutBackend.NAMESPACE)
public class BackendFault extends Exception {

  private static final long serialVersionUID = 1L;

  // Not serialised by Java, only by JAXB.
  private final transient RefusalData faultInfo;

  public BackendFault(String message, RefusalData faultInfo) {
    super(message);
    this.faultInfo = faultInfo;
  }

  public BackendFault(String message, RefusalData faultInfo, Throwable cause) {
    super(message, cause);
    this.faultInfo = faultInfo;
  }

  public RefusalData getFaultInfo() {
    return faultInfo;
  }
}
