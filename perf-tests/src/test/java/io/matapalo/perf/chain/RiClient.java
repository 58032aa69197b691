package io.matapalo.perf.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.xml.ws.util.RuntimeVersion;
import jakarta.xml.soap.Detail;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.dom.DOMSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The JAX-WS RI, made from the WSDL when the test runs. Confined to one thread. */
final class RiClient implements SoapClient {
  private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code children} is the namespace of all elements below the operation's: its own, or none. */
  private record Port(String namespace, String children, Dispatch<Source> dispatch) {}

  private final DocumentBuilderFactory documents = DocumentBuilderFactory.newNSInstance();
  private final Map<String, Port> ports = new HashMap<>();

  @Override
  public String origin() {
    return RuntimeVersion.VERSION.toString();
  }

  @Override
  public SoapReply call(String server, SoapCall call) {
    ObjectNode reply = JSON.createObjectNode();
    Port port = ports.computeIfAbsent(server + call.path() + "?wsdl", this::port);
    try {
      Document request = documents.newDocumentBuilder().newDocument();
      Element operation = request.createElementNS(port.namespace(), call.operation());
      request.appendChild(operation);
      fill(operation, port.children(), call.arguments());
      DOMResult answer = new DOMResult();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(port.dispatch().invoke(new DOMSource(request)), answer);
      Document document = (Document) answer.getNode();
      reply.set("answer", json(document.getDocumentElement()));
    } catch (SOAPFaultException e) {
      ObjectNode fault = reply.putObject("fault");
      fault.set("detail", detail(e.getFault().getDetail()));
      fault.put("text", e.getFault().getFaultString());
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("cannot make or read the XML of " + call, e);
    }
    reply.put("side", side(port.dispatch().getResponseContext()));
    return new SoapReply(reply);
  }

  private static String side(Map<String, Object> context) {
    if (!(context.get(MessageContext.HTTP_RESPONSE_HEADERS) instanceof Map<?, ?> headers)) {
      return "";
    }
    return headers.entrySet().stream()
        // The status line has no name.
        .filter(header -> "X-Matapalo-Side".equalsIgnoreCase((String) header.getKey()))
        .map(header -> String.valueOf(((List<?>) header.getValue()).getFirst()))
        .findFirst()
        .orElse("");
  }

  private Port port(String address) {
    try {
      Document wsdl = documents.newDocumentBuilder().parse(address);
      String namespace = wsdl.getDocumentElement().getAttribute("targetNamespace");
      Element named = (Element) wsdl.getElementsByTagNameNS(WSDL, "service").item(0);
      Service service =
          Service.create(
              URI.create(address).toURL(), new QName(namespace, named.getAttribute("name")));
      QName port = service.getPorts().next();
      return new Port(
          namespace,
          qualifies(wsdl, address) ? namespace : "",
          service.createDispatch(port, Source.class, Service.Mode.PAYLOAD));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("cannot read " + address, e);
    }
  }

  private static void fill(Element parent, String namespace, JsonNode content) {
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      Iterable<JsonNode> values =
          field.getValue().isArray()
              ? field.getValue()
              : JSON.createArrayNode().add(field.getValue());
      for (JsonNode value : values) {
        Element child = parent.getOwnerDocument().createElementNS(namespace, field.getKey());
        parent.appendChild(child);
        if (value.isObject()) {
          fill(child, namespace, value);
        } else {
          child.setTextContent(value.asText());
        }
      }
    }
  }

  private static JsonNode json(Element element) {
    ObjectNode fields = JSON.createObjectNode();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        add(fields, child.getLocalName(), json(child));
      }
    }
    return fields.isEmpty() ? JSON.getNodeFactory().textNode(element.getTextContent()) : fields;
  }

  private static void add(ObjectNode fields, String name, JsonNode value) {
    JsonNode before = fields.get(name);
    if (before == null) {
      fields.set(name, value);
    } else if (before instanceof ArrayNode values) {
      values.add(value);
    } else {
      fields.putArray(name).add(before).add(value);
    }
  }

  private static JsonNode detail(Detail detail) {
    return detail == null ? JSON.createObjectNode() : json(detail);
  }

  /** Version 3 qualifies the elements below the operation's; code that made its schema does not. */
  private boolean qualifies(Document wsdl, String address)
      throws ParserConfigurationException, SAXException, IOException {
    Element reference = (Element) wsdl.getElementsByTagNameNS(SCHEMA, "import").item(0);
    URI schema = URI.create(address).resolve(reference.getAttribute("schemaLocation"));
    Document document = documents.newDocumentBuilder().parse(schema.toString());
    return document.getDocumentElement().getAttribute("elementFormDefault").equals("qualified");
  }

  @Override
  public void close() {
    ports.clear();
  }
}
