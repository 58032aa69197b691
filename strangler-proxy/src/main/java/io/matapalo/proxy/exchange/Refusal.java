package io.matapalo.proxy.exchange;

import io.matapalo.proxy.soap.SoapFault;
import io.matapalo.proxy.soap.SoapFault.Party;
import java.util.Locale;

/**
 * Everything the proxy answers by itself instead of an upstream. Says nothing of what is behind it.
 */
public enum Refusal {
  BAD_REQUEST(400, Party.CLIENT, "The request is malformed."),
  UNUSUAL_TARGET(400, Party.CLIENT, "The request target has a character that is not allowed."),
  AMBIGUOUS_LENGTH(400, Party.CLIENT, "The length of the request body is ambiguous."),
  DOCUMENT_TYPE(400, Party.CLIENT, "A document type declaration is not allowed in a message."),
  NOT_HERE(404, Party.CLIENT, "There is nothing at this address."),
  METHOD_NOT_ALLOWED(405, Party.CLIENT, "The method is not allowed."),
  REQUEST_TIMEOUT(408, Party.CLIENT, "The request did not arrive in time."),
  TOO_LARGE(413, Party.CLIENT, "The request body is too large."),
  EXPECTATION_FAILED(417, Party.CLIENT, "The expectation is not supported."),
  HEAD_TOO_LARGE(431, Party.CLIENT, "The request line or the fields are too large."),
  INTERNAL(500, Party.SERVER, "The request could not be handled."),
  UNKNOWN_CODING(501, Party.CLIENT, "The transfer coding is not supported."),
  UNKNOWN_VERSION(505, Party.CLIENT, "The version of HTTP is not supported."),
  BAD_ANSWER(502, Party.SERVER, "The service did not answer properly."),
  UNAVAILABLE(503, Party.SERVER, "The service is not available, try again later."),
  CIRCUIT_OPEN(503, Party.SERVER, "The service is not available, try again later."),
  OVERLOADED(503, Party.SERVER, "The service is busy, try again later."),
  DECLINED(503, Party.SERVER, "The service cannot take this request, try again later."),
  TIMEOUT(504, Party.SERVER, "The service did not answer in time.");

  private final int status;
  private final Party party;
  private final String text;

  Refusal(int status, Party party, String text) {
    this.status = status;
    this.party = party;
    this.text = text;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The name in counters and log. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the client has to change something. */
  boolean isOfClient() {
    return party == Party.CLIENT;
  }

  SoapFault fault() {
    return new SoapFault(party, text);
  }

  /** Whether trying again in a moment may help (RFC 9110 §15.6.4). */
  boolean asksToRetry() {
    return status == 503;
  }
}
