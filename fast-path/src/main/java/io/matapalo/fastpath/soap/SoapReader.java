package io.matapalo.fastpath.soap;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Walks one SOAP 1.1 request: {@link #open} stands on the first child of {@code Body}, {@link
 * #children} visits child elements, {@link #finish} reads to the end of the document. Whatever
 * JAX-WS might take differently ends in {@link Declined}. Confined to one request.
 */
public final class SoapReader {

  /** SOAP 1.1 §3, the envelope's namespace. */
  public static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final QName SESSION_TOKEN =
      new QName("http://turnstile.example/session/v3", "sessionToken");
  private static final int MAX_DEPTH = 32;
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader reader;
  private int depth;

  private SoapReader(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * Visits one child element; it must consume it by {@code text}, {@code children} or {@code skip}.
   */
  @FunctionalInterface
  public interface ElementVisitor {
    void visit(QName name);
  }

  /** Opens the envelope, skips its header and stands on the operation's element. */
  public static SoapReader open(byte[] message) {
    try {
      SoapReader soap =
          new SoapReader(FACTORY.createXMLStreamReader(new ByteArrayInputStream(message), "UTF-8"));
      soap.enterBody();
      return soap;
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }

  /** The operation's element, or whichever element the reader stands on. */
  public QName name() {
    return reader.getName();
  }

  /** Visits the child elements of the current element in order and leaves it. */
  public void children(ElementVisitor visitor) {
    while (nextElement()) {
      visitor.visit(reader.getName());
    }
  }

  /** The text of the current element, which it leaves; a child element in it is declined. */
  public String text() {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT -> throw new Declined("element-in-text");
        default -> {}
      }
    }
  }

  /** Leaves the current element without looking at what is in it. */
  public void skip() {
    int outside = depth - 1;
    while (depth > outside) {
      next();
    }
  }

  /** After the operation's element: nothing but the end may follow. */
  public void finish() {
    requireNoElement("more-than-one-operation");
    requireNoElement("element-after-body");
    while (hasNext()) {
      next();
    }
  }

  private void requireNoElement(String reason) {
    if (nextElement()) {
      throw new Declined(reason);
    }
  }

  private void enterBody() {
    if (!nextElement() || !named("Envelope")) {
      throw new Declined("not-soap");
    }
    boolean body = false;
    while (!body && nextElement()) {
      if (named("Header")) {
        children(header -> skipHeader());
      } else if (named("Body")) {
        body = true;
      } else {
        throw new Declined("not-soap");
      }
    }
    if (!body || !nextElement()) {
      throw new Declined("no-operation");
    }
  }

  private void skipHeader() {
    // Sessions are the monolith's: it must check the token and prolong the session.
    if (SESSION_TOKEN.equals(reader.getName())) {
      throw new Declined("session-token");
    }
    String mustUnderstand = reader.getAttributeValue(ENVELOPE, "mustUnderstand");
    if (mustUnderstand != null && !mustUnderstand.trim().equals("0")) {
      throw new Declined("header-to-understand");
    }
    skip();
  }

  private boolean named(String local) {
    return reader.getLocalName().equals(local) && ENVELOPE.equals(reader.getNamespaceURI());
  }

  /** Goes to the next child element, or past the end of the parent and says no. */
  private boolean nextElement() {
    while (hasNext()) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return false;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!reader.isWhiteSpace()) {
            throw new Declined("text-between-elements");
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private int next() {
    try {
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> enter();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new Declined("dtd");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw new Declined("entity-reference");
        default -> {}
      }
      return event;
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }

  private void enter() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new Declined("too-deep");
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      boolean typing = SCHEMA_INSTANCE.equals(reader.getAttributeNamespace(i));
      if (typing && !reader.getAttributeLocalName(i).endsWith("chemaLocation")) {
        throw new Declined("xsi-attribute");
      }
    }
  }

  private boolean hasNext() {
    try {
      return reader.hasNext();
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }

  private static XMLInputFactory factory() {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    // Lazily parsed text reports its errors as other exceptions, elsewhere.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    return factory;
  }
}
