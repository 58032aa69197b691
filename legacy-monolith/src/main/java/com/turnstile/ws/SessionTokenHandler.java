package com.turnstile.ws;

import com.turnstile.service.OperationDispatcher;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.TokenData;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPHeader;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.util.Iterator;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.namespace.QName;

/**
 * Checks the session token of a request, if its header has one, and prolongs the session; a request
 * without one passes as it is. Thread-safe. Never logs a message or a token.
 */
public class SessionTokenHandler implements SOAPHandler<SOAPMessageContext> {

  public static final QName TOKEN =
      new QName("http://turnstile.example/session/v3", "sessionToken");

  private static final Logger LOG = Logger.getLogger(SessionTokenHandler.class.getName());

  @Override
  public Set<QName> getHeaders() {
    return Set.of(TOKEN);
  }

  @Override
  public boolean handleMessage(SOAPMessageContext context) {
    if (!(Boolean) context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY)) {
      check(context);
    }
    return true;
  }

  @Override
  public boolean handleFault(SOAPMessageContext context) {
    return true;
  }

  @Override
  public void close(MessageContext context) {}

  private static void check(SOAPMessageContext context) {
    try {
      SOAPHeader header = context.getMessage().getSOAPHeader();
      if (header == null) {
        return;
      }
      Iterator<?> tokens = header.getChildElements(TOKEN);
      while (tokens.hasNext()) {
        touch(((org.w3c.dom.Node) tokens.next()).getTextContent().strip());
      }
    } catch (SOAPException e) {
      throw ClientFault.of("the request is no SOAP 1.1 message");
    }
  }

  private static void touch(String text) {
    TokenData token = new TokenData();
    token.setToken(text);
    try {
      OperationDispatcher.dispatch("touchSession", token);
    } catch (ServiceRefusal refusal) {
      throw ClientFault.of(refusal.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the check of a session token failed", e);
      throw UnexpectedFailure.fault();
    }
  }
}
