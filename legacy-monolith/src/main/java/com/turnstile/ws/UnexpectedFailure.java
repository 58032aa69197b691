package com.turnstile.ws;

import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.soap.SOAPFaultException;
import javax.xml.namespace.QName;

/**
 * The fault for what a client cannot help: it says nothing of what went wrong inside. Stateless.
 */
public final class UnexpectedFailure {

  private static final QName SERVER =
      new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, "Server", "S");

  private UnexpectedFailure() {}

  public static SOAPFaultException fault() {
    try {
      return new SOAPFaultException(
          SOAPFactory.newInstance().createFault("internal error", SERVER));
    } catch (SOAPException e) {
      throw new IllegalStateException("a fault cannot be made", e);
    }
  }
}
