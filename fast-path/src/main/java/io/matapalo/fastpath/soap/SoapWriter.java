package io.matapalo.fastpath.soap;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes one SOAP 1.1 answer; prefixes as JAX-WS RI writes them, {@code S} and {@code ns2}.
 * Confined to one answer.
 */
public final class SoapWriter {

  private static final String PROLOG =
      "<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S=\""
          + SoapReader.ENVELOPE
          + "\"><S:Body>";
  private static final String EPILOG = "</S:Body></S:Envelope>";

  private final StringBuilder xml = new StringBuilder(2048).append(PROLOG);
  private final String namespace;

  private SoapWriter(String namespace) {
    this.namespace = namespace;
  }

  /** An answer whose elements are in {@code namespace}. */
  public static SoapWriter of(String namespace) {
    return new SoapWriter(namespace);
  }

  /** The bytes of a fault without detail. */
  public static byte[] fault(FaultSide side, String message) {
    SoapWriter writer = new SoapWriter("");
    writer.openFault(side, message);
    writer.xml.append("</S:Fault>");
    return writer.bytes();
  }

  /** Who is to blame, SOAP 1.1 §4.4.1. */
  public enum FaultSide {
    CLIENT("S:Client"),
    SERVER("S:Server");

    private final String code;

    FaultSide(String code) {
      this.code = code;
    }
  }

  /** Opens the answer's first element, which declares the namespace. */
  public SoapWriter openRoot(String name) {
    xml.append("<ns2:").append(name).append(" xmlns:ns2=\"").append(namespace).append("\">");
    return this;
  }

  public SoapWriter open(String name) {
    xml.append("<ns2:").append(name).append('>');
    return this;
  }

  public SoapWriter close(String name) {
    xml.append("</ns2:").append(name).append('>');
    return this;
  }

  /** A leaf element; the text is escaped. */
  public SoapWriter leaf(String name, String text) {
    open(name);
    escape(text);
    return close(name);
  }

  public SoapWriter leaf(String name, long number) {
    open(name);
    xml.append(number);
    return close(name);
  }

  public SoapWriter leaf(String name, BigDecimal amount) {
    return leaf(name, WireValues.written(amount));
  }

  public SoapWriter leaf(String name, Instant time) {
    return leaf(name, WireValues.written(time));
  }

  /** Opens a fault up to its detail; {@link #closeFault} ends it. */
  public SoapWriter openFaultWithDetail(FaultSide side, String message) {
    openFault(side, message);
    xml.append("<detail>");
    return this;
  }

  public SoapWriter closeFault() {
    xml.append("</detail></S:Fault>");
    return this;
  }

  /** The whole message; the writer is not used after it. */
  public byte[] bytes() {
    return xml.append(EPILOG).toString().getBytes(StandardCharsets.UTF_8);
  }

  private void openFault(FaultSide side, String message) {
    xml.append("<S:Fault><faultcode>").append(side.code).append("</faultcode><faultstring>");
    escape(message);
    xml.append("</faultstring>");
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> xml.append("&amp;");
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        // A bare one would be read as a line feed, XML 1.0 §2.11.
        case '\r' -> xml.append("&#13;");
        default -> xml.append(isAllowed(c) ? c : '\uFFFD');
      }
    }
  }

  /** XML 1.0 §2.2, surrogates taken on trust: they come in pairs from parser and database. */
  private static boolean isAllowed(char c) {
    return (c >= ' ' && c < '\uFFFE') || c == '\t' || c == '\n';
  }
}
