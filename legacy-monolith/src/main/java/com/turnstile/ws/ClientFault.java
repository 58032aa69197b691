package com.turnstile.ws;

import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.soap.SOAPFaultException;
import javax.xml.namespace.QName;

/**
 * The fault for what a client can put right, where a service has no fault of its own. Stateless.
 */
final class ClientFault {

  private static final QName CLIENT =
      new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, "Client", "S");

  private ClientFault() {}

  static SOAPFaultException of(String text) {
    try {
      return new SOAPFaultException(SOAPFactory.newInstance().createFault(text, CLIENT));
    } catch (SOAPException e) {
      throw new IllegalStateException("a fault cannot be made", e);
    }
  }
}
