package orders;

import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A client of the JAX-WS RI that knows the WSDL only. Calls ports of each service in it, and
 * prints a line for each: its name, its address, text of the answer.
 */
public final class WsdlClient {

  private WsdlClient() {}

  /** Arguments: in turn, the address of a WSDL, the payload for its services, and their ports. */
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 3) {
      NodeList services =
          DocumentBuilderFactory.newNSInstance()
              .newDocumentBuilder()
              .parse(arguments[i])
              .getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/", "service");
      for (int n = 0; n < services.getLength(); n++) {
        Element named = (Element) services.item(n);
        QName name =
            new QName(
                named.getOwnerDocument().getDocumentElement().getAttribute("targetNamespace"),
                named.getAttribute("name"));
        call(
            Service.create(URI.create(arguments[i]).toURL(), name),
            arguments[i + 1],
            List.of(arguments[i + 2].split(",")));
      }
    }
  }

  private static void call(Service service, String payload, List<String> named) throws Exception {
    for (Iterator<QName> ports = service.getPorts(); ports.hasNext(); ) {
      QName port = ports.next();
      if (!named.contains(port.getLocalPart())) {
        continue;
      }
      Dispatch<Source> dispatch = service.createDispatch(port, Source.class, Service.Mode.PAYLOAD);
      Source answer = dispatch.invoke(new StreamSource(new StringReader(payload)));
      StringWriter text = new StringWriter();
      TransformerFactory.newInstance().newTransformer().transform(answer, new StreamResult(text));
      System.out.printf(
          "port %s %s %s%n",
          port.getLocalPart(),
          dispatch.getRequestContext().get(BindingProvider.ENDPOINT_ADDRESS_PROPERTY),
          text.toString().replaceAll("<[^>]*>", "").strip());
    }
  }
}
