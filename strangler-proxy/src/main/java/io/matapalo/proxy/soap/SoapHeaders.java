package io.matapalo.proxy.soap;

import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the text of an element in the SOAP header, by pull parser, up to that element and no
 * further. Never throws for any bytes. Thread-safe.
 */
public final class SoapHeaders {

  /** A longer text is cut: a client is known by its beginning. */
  static final int MAX_TEXT = 1_024;

  private static final int HEADER_DEPTH = 2;

  private final ParserFactory parsers = new ParserFactory();
  private final SoapReader reader = new SoapReader(parsers);

  /**
   * The text of the first such element, its children's included; empty if the header has none.
   *
   * @param bytes the first bytes of a SOAP message; not kept
   */
  public Optional<String> textOf(byte[] bytes, ContentType contentType, QualifiedName element) {
    Walk walk = new Walk(element);
    try {
      XMLStreamReader parser = reader.parserOf(bytes, contentType);
      Optional<String> text = walk.through(parser);
      parser.close();
      parsers.wereRead(walk.names);
      return text;
    } catch (XMLStreamException | RuntimeException e) {
      // Broken or cut XML: such a message is known by the next place of the key.
      return Optional.empty();
    }
  }

  /** One walk down a message. Confined to one call. */
  private static final class Walk {

    private final QualifiedName wanted;
    private int names;
    private int depth;

    Walk(QualifiedName wanted) {
      this.wanted = wanted;
    }

    Optional<String> through(XMLStreamReader parser) throws XMLStreamException {
      while (parser.hasNext()) {
        switch (parser.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            enter(parser);
            if (depth == HEADER_DEPTH && !parser.getLocalName().equals("Header")) {
              return Optional.empty();
            }
            if (depth > HEADER_DEPTH && isWanted(parser)) {
              return Optional.of(text(parser));
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (--depth < HEADER_DEPTH) {
              return Optional.empty();
            }
          }
          case XMLStreamConstants.DTD -> {
            return Optional.empty();
          }
          default -> {}
        }
      }
      return Optional.empty();
    }

    private void enter(XMLStreamReader parser) throws XMLStreamException {
      depth++;
      names += 1 + parser.getAttributeCount() + parser.getNamespaceCount();
      if (names > SoapReader.MAX_ATTRIBUTES) {
        throw new XMLStreamException("too many elements and attributes in the header");
      }
    }

    private boolean isWanted(XMLStreamReader parser) {
      String namespace = parser.getNamespaceURI();
      return parser.getLocalName().equals(wanted.localName())
          && wanted.namespace().equals(namespace == null ? "" : namespace);
    }

    private String text(XMLStreamReader parser) throws XMLStreamException {
      StringBuilder text = new StringBuilder();
      int end = depth;
      while (depth >= end && text.length() < MAX_TEXT) {
        switch (parser.next()) {
          case XMLStreamConstants.START_ELEMENT -> enter(parser);
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(parser.getText());
          default -> {}
        }
      }
      text.setLength(Math.min(text.length(), MAX_TEXT));
      return text.toString().strip();
    }
  }
}
