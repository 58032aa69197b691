package orders;

import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;

/**
 * Services by JAX-WS, of whatever implementation is on the class path: one made from code, whose
 * interface has a namespace of its own, and three of a contract with two services in it.
 */
public final class JaxWsServer {

  private JaxWsServer() {}

  @WebService(name = "Stock", targetNamespace = "urn:stock:interface")
  public interface Stock {
    String count(String article);
  }

  @WebService(
      serviceName = "StockService",
      portName = "StockPort",
      targetNamespace = "urn:stock:service",
      endpointInterface = "orders.JaxWsServer$Stock")
  public static final class StockByCode implements Stock {
    @Override
    public String count(String article) {
      return "17 of " + article;
    }
  }

  private static Source answer(String price) {
    return new StreamSource(
        new StringReader(
            "<priceResponse xmlns='urn:orders'><price>" + price + "</price></priceResponse>"));
  }

  @WebServiceProvider(
      wsdlLocation = "Orders.wsdl",
      targetNamespace = "urn:orders",
      serviceName = "OrdersService",
      portName = "OrdersPort")
  @ServiceMode(Service.Mode.PAYLOAD)
  public static final class Orders implements Provider<Source> {
    @Override
    public Source invoke(Source request) {
      return answer("11.00");
    }
  }

  @WebServiceProvider(
      wsdlLocation = "Orders.wsdl",
      targetNamespace = "urn:orders",
      serviceName = "OrdersService",
      portName = "OrdersPort12")
  @BindingType(jakarta.xml.ws.soap.SOAPBinding.SOAP12HTTP_BINDING)
  @ServiceMode(Service.Mode.PAYLOAD)
  public static final class Orders12 implements Provider<Source> {
    @Override
    public Source invoke(Source request) {
      return answer("12.00");
    }
  }

  @WebServiceProvider(
      wsdlLocation = "Orders.wsdl",
      targetNamespace = "urn:orders",
      serviceName = "ReturnsService",
      portName = "ReturnsPort")
  @ServiceMode(Service.Mode.PAYLOAD)
  public static final class Returns implements Provider<Source> {
    @Override
    public Source invoke(Source request) {
      return answer("-11.00");
    }
  }

  /** Arguments: port, folder of the contract. */
  public static void main(String[] arguments) throws Exception {
    String server = "http://127.0.0.1:" + arguments[0] + "/app";
    Endpoint.publish(server + "/stock", new StockByCode());
    Path contract = Path.of(arguments[1]);
    publish(server + "/orders", new Orders(), contract);
    publish(server + "/orders12", new Orders12(), contract);
    publish(server + "/returns", new Returns(), contract);
    System.out.println("ready");
  }

  private static void publish(String address, Object implementation, Path contract)
      throws Exception {
    Endpoint endpoint = Endpoint.create(implementation);
    WebServiceProvider names = implementation.getClass().getAnnotation(WebServiceProvider.class);
    endpoint.setProperties(
        Map.of(
            Endpoint.WSDL_SERVICE,
            new QName(names.targetNamespace(), names.serviceName()),
            Endpoint.WSDL_PORT,
            new QName(names.targetNamespace(), names.portName())));
    List<Source> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(contract)) {
      for (Path file : files.sorted().toList()) {
        documents.add(new StreamSource(Files.newInputStream(file), file.toUri().toString()));
      }
    }
    endpoint.setMetadata(documents);
    endpoint.publish(address);
  }
}
