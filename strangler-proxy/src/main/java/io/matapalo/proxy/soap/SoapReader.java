package io.matapalo.proxy.soap;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the operation in a body: the first child of {@code Envelope/Body}, by pull parser, up to
 * that element and no further. Never throws for any bytes. Thread-safe.
 */
final class SoapReader {

  private static final String ENVELOPE = "Envelope";
  private static final String HEADER = "Header";
  private static final String BODY = "Body";

  /** Elements before the operation, and their attributes with namespace declarations. */
  static final int MAX_ELEMENTS = 1_000;

  static final int MAX_ATTRIBUTES = 2_000;

  private static final int MAX_ACTION_CHARACTERS = 2_000;

  /** WS-Addressing 1.0, and the draft that old stacks speak. */
  private static final Set<String> ADDRESSING =
      Set.of(
          "http://www.w3.org/2005/08/addressing",
          "http://schemas.xmlsoap.org/ws/2004/08/addressing");

  /** Elements of a message without header entries: Envelope, Header, Body, operation. */
  private static final int ELEMENTS_WITHOUT_ENTRIES = 4;

  private final ParserFactory parsers;
  private final KnownBeginnings known;

  SoapReader() {
    this(new ParserFactory());
  }

  SoapReader(ParserFactory parsers) {
    this(parsers, new KnownBeginnings());
  }

  SoapReader(ParserFactory parsers, KnownBeginnings known) {
    this.parsers = parsers;
    this.known = known;
  }

  /**
   * What the bytes are; the body may go on after them. A message with more than {@value
   * #MAX_ELEMENTS} elements or {@value #MAX_ATTRIBUTES} attributes before its operation is not
   * recognised.
   *
   * @param bytes the first bytes of the body; not kept
   * @param contentType decides the encoding if the body has no byte order mark (RFC 7303 §3)
   */
  BodyContent read(byte[] bytes, ContentType contentType) {
    if (!mayBeXml(bytes)) {
      return new BodyContent.Unrecognised(Optional.empty());
    }
    BodyContent found = known.find(bytes, contentType);
    return found == null ? parsed(bytes, contentType) : found;
  }

  private BodyContent parsed(byte[] bytes, ContentType contentType) {
    Walk walk = new Walk();
    try {
      XMLStreamReader parser = parserOf(bytes, contentType);
      BodyContent content = walk.through(parser);
      if (content instanceof BodyContent.Operation operation
          && walk.elements <= ELEMENTS_WITHOUT_ENTRIES) {
        known.learn(bytes, contentType, parser, operation);
      }
      // Closing adds the names to the factory's table: those of a broken message are not added.
      parser.close();
      parsers.wereRead(walk.elements + walk.attributes);
      return content;
    } catch (XMLStreamException | RuntimeException e) {
      // Broken or cut XML, or a charset nobody knows: the parser reports some of it unchecked.
      return new BodyContent.Unrecognised(walk.version);
    }
  }

  XMLStreamReader parserOf(byte[] bytes, ContentType contentType) throws XMLStreamException {
    InputStream stream = new ByteArrayInputStream(bytes);
    Optional<String> charset = contentType.charset();
    if (charset.isEmpty() || hasByteOrderMark(bytes)) {
      return parsers.inUse().createXMLStreamReader(stream);
    }
    Charset declared = Charset.forName(charset.get());
    if (declared.equals(StandardCharsets.UTF_8)) {
      return parsers.inUse().createXMLStreamReader(stream);
    }
    return parsers
        .inUse()
        .createXMLStreamReader(
            new InputStreamReader(
                stream, declared.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
  }

  /**
   * Cheap look at the first byte: an XML document starts with white space, {@code <}, or a mark.
   */
  static boolean mayBeXml(byte[] bytes) {
    if (bytes.length == 0) {
      return false;
    }
    return switch (bytes[0]) {
      case '<', ' ', '\t', '\r', '\n', 0, (byte) 0xEF, (byte) 0xFE, (byte) 0xFF, 0x4C -> true;
      default -> false;
    };
  }

  private static boolean hasByteOrderMark(byte[] bytes) {
    if (bytes.length < 3) {
      return false;
    }
    int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    return first == 0xFEFF || first == 0xFFFE || (first == 0xEFBB && bytes[2] == (byte) 0xBF);
  }

  /** One walk down a document. Confined to one call. */
  private static final class Walk {

    private Optional<SoapVersion> version = Optional.empty();
    private Optional<SoapAction> addressed = Optional.empty();
    private int elements;
    private int attributes;

    BodyContent through(XMLStreamReader parser) throws XMLStreamException {
      if (!toRoot(parser)) {
        return new BodyContent.DocumentType(version);
      }
      version = versionOf(parser);
      if (version.isEmpty()) {
        return new BodyContent.Unrecognised(version);
      }
      SoapVersion soap = version.get();
      if (!toBody(parser, soap)) {
        return new BodyContent.Unrecognised(version);
      }
      return inBody(parser, soap);
    }

    /** Moves to the root element; false at a document type declaration. */
    private boolean toRoot(XMLStreamReader parser) throws XMLStreamException {
      while (true) {
        int event = next(parser);
        if (event == XMLStreamConstants.DTD) {
          return false;
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          return true;
        }
      }
    }

    private int next(XMLStreamReader parser) throws XMLStreamException {
      int event = parser.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        elements++;
        attributes += parser.getAttributeCount() + parser.getNamespaceCount();
        if (elements > MAX_ELEMENTS || attributes > MAX_ATTRIBUTES) {
          throw new XMLStreamException("too many elements or attributes before the operation");
        }
      }
      return event;
    }

    private static Optional<SoapVersion> versionOf(XMLStreamReader parser) {
      if (!parser.getLocalName().equals(ENVELOPE)) {
        return Optional.empty();
      }
      String namespace = namespaceOf(parser);
      for (SoapVersion candidate : SoapVersion.values()) {
        if (candidate.namespace().equals(namespace)) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    }

    /** Moves to Body, over at most one Header; nothing else may stand between. */
    private boolean toBody(XMLStreamReader parser, SoapVersion soap) throws XMLStreamException {
      if (!nextElement(parser)) {
        return false;
      }
      if (isSoap(parser, soap, HEADER)) {
        readHeader(parser);
        if (!nextElement(parser)) {
          return false;
        }
      }
      return isSoap(parser, soap, BODY);
    }

    /** Moves to the next element at this level; false if the parent ends first. */
    private boolean nextElement(XMLStreamReader parser) throws XMLStreamException {
      while (true) {
        int event = next(parser);
        if (event == XMLStreamConstants.START_ELEMENT) {
          return true;
        }
        if (event == XMLStreamConstants.END_ELEMENT) {
          return false;
        }
      }
    }

    private BodyContent inBody(XMLStreamReader parser, SoapVersion soap) throws XMLStreamException {
      boolean text = false;
      while (true) {
        int event = next(parser);
        if (event == XMLStreamConstants.START_ELEMENT) {
          QualifiedName name = new QualifiedName(namespaceOf(parser), parser.getLocalName());
          return new BodyContent.Operation(soap, name, addressed);
        }
        if (event == XMLStreamConstants.END_ELEMENT) {
          return text
              ? new BodyContent.Unrecognised(version)
              : new BodyContent.EmptyBody(soap, addressed);
        }
        text |= parser.isCharacters() && !parser.isWhiteSpace();
      }
    }

    private void readHeader(XMLStreamReader parser) throws XMLStreamException {
      while (nextElement(parser)) {
        if (!isAction(parser)) {
          skipElement(parser);
          continue;
        }
        if (addressed.isPresent()) {
          throw new XMLStreamException("two actions in one header");
        }
        addressed = Optional.of(new SoapAction(textOf(parser)));
      }
    }

    private static boolean isAction(XMLStreamReader parser) {
      return parser.getLocalName().equals("Action") && ADDRESSING.contains(namespaceOf(parser));
    }

    /** The text of an element without children. */
    private String textOf(XMLStreamReader parser) throws XMLStreamException {
      StringBuilder text = new StringBuilder();
      for (int event = next(parser);
          event != XMLStreamConstants.END_ELEMENT;
          event = next(parser)) {
        if (event == XMLStreamConstants.START_ELEMENT) {
          throw new XMLStreamException("action has a child");
        }
        if (parser.hasText() && event != XMLStreamConstants.COMMENT) {
          text.append(parser.getText());
        }
        if (text.length() > MAX_ACTION_CHARACTERS) {
          throw new XMLStreamException("action is too long");
        }
      }
      return text.toString().strip();
    }

    private void skipElement(XMLStreamReader parser) throws XMLStreamException {
      int depth = 1;
      while (depth > 0) {
        int event = next(parser);
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    }

    private static boolean isSoap(XMLStreamReader parser, SoapVersion soap, String name) {
      return parser.getLocalName().equals(name) && namespaceOf(parser).equals(soap.namespace());
    }

    private static String namespaceOf(XMLStreamReader parser) {
      String namespace = parser.getNamespaceURI();
      return namespace == null ? "" : namespace;
    }
  }
}
