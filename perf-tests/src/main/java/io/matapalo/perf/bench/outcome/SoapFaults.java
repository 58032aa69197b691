package io.matapalo.perf.bench.outcome;

import java.io.StringReader;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Recognises SOAP 1.1 faults whose detail holds an element that the application declares in its
 * WSDL. Its code is the text of the child named {@code code}, else the element's own name. A fault
 * without that detail (a proxy's, a container's stack trace) is not the application's. Thread-safe.
 */
public final class SoapFaults implements FaultRecognition {
  private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  private final Set<QName> details;
  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

  /**
   * A recogniser.
   *
   * @param details the elements that the application declares
   */
  public SoapFaults(Set<QName> details) {
    this.details = Set.copyOf(details);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  @Override
  public Optional<String> codeOf(String body) {
    // Most answers are no faults: a look at the text saves parsing them.
    if (!body.contains("Fault")) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(body));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }

  private Optional<String> read(XMLStreamReader reader) throws XMLStreamException {
    boolean inFault = false;
    Optional<String> code = Optional.empty();
    // To the end, so that a body cut short or not well-formed is never taken for a fault.
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      QName name = reader.getName();
      if (name.equals(new QName(ENVELOPE, "Fault"))) {
        inFault = true;
      } else if (inFault && details.contains(name)) {
        code = Optional.of(name.getLocalPart());
      } else if (code.isPresent() && name.getLocalPart().equals("code")) {
        code = Optional.of(reader.getElementText().strip());
      }
    }
    return code;
  }
}
