package io.matapalo.fastpath.soap;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks one SOAP 1.1 request: {@link #open} stands on the first child of {@code Body}, {@link
 * #children} visits child elements, {@link #finish} reads to the end of the document. Whatever
 * JAX-WS might take differently ends in {@link Declined}. Confined to one request.
 */
public final class SoapReader {

  /** SOAP 1.1 §3, the envelope's namespace. */
  public static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  private static final ParserFactory PARSERS = new ParserFactory();

  private final ParserFactory parsers;
  private final XMLStreamReader reader;
  private final Set<QName> understood;
  private final List<HeaderBlock> header = new ArrayList<>();
  private final ElementRules rules = new ElementRules();
  private int depth;

  private SoapReader(ParserFactory parsers, XMLStreamReader reader, Set<QName> understood) {
    this.parsers = parsers;
    this.reader = reader;
    this.understood = understood;
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
    return open(message, Set.of());
  }

  /**
   * As {@link #open(byte[])}; blocks of the header that are {@code understood} are kept, and may
   * say {@code mustUnderstand}. Of each there may be one.
   */
  public static SoapReader open(byte[] message, Set<QName> understood) {
    return open(message, understood, PARSERS);
  }

  static SoapReader open(byte[] message, Set<QName> understood, ParserFactory parsers) {
    try {
      StringReader text = new StringReader(MessageText.of(message));
      SoapReader soap = new SoapReader(parsers, parsers.parser(text), Set.copyOf(understood));
      soap.checkDeclaration();
      soap.enterBody();
      return soap;
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }

  /** The blocks of the header that are understood, as they came. */
  public List<HeaderBlock> header() {
    return List.copyOf(header);
  }

  /** The operation's element, or whichever element the reader stands on. */
  public QName name() {
    return reader.getName();
  }

  /** Visits the child elements of the current element in order and leaves it. */
  public void children(ElementVisitor visitor) {
    rules.checkStructure();
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
    parsers.wereRead(rules.namesRead());
  }

  private void checkDeclaration() {
    String version = reader.getVersion();
    if (version != null && !version.equals("1.0")) {
      throw new Declined("xml-version");
    }
    String encoding = reader.getCharacterEncodingScheme();
    if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
      throw new Declined("encoding");
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
    enterChild();
    if (named("Header")) {
      children(this::readBlock);
      enterChild();
    }
    if (named("Header")) {
      throw new Declined("second-header");
    }
    if (!named("Body")) {
      throw new Declined("not-soap");
    }
    enterChild();
  }

  private void enterChild() {
    if (!nextElement()) {
      throw new Declined("no-operation");
    }
  }

  private void readBlock(QName block) {
    if (understood.contains(block)) {
      keep(block);
      return;
    }
    if (block.getNamespaceURI().isEmpty()) {
      throw new Declined("header-without-namespace");
    }
    String mustUnderstand = reader.getAttributeValue(ENVELOPE, "mustUnderstand");
    if (mustUnderstand != null && !mustUnderstand.equals("0")) {
      throw new Declined("header-to-understand");
    }
    skip();
  }

  private void keep(QName block) {
    if (header.stream().anyMatch(kept -> kept.name().equals(block))) {
      throw new Declined("repeated-header");
    }
    header.add(new HeaderBlock(block, text()));
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
        case XMLStreamConstants.START_ELEMENT -> rules.check(reader, ++depth);
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.PROCESSING_INSTRUCTION ->
            throw new Declined("processing-instruction");
        case XMLStreamConstants.DTD -> throw new Declined("dtd");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw new Declined("entity-reference");
        default -> {}
      }
      return event;
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }

  private boolean hasNext() {
    try {
      return reader.hasNext();
    } catch (XMLStreamException e) {
      throw new Declined("not-well-formed");
    }
  }
}
