package orders;

import jakarta.servlet.http.HttpServletRequest;
import java.io.StringReader;
import java.util.Map;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.ws.server.endpoint.annotation.Endpoint;
import org.springframework.ws.server.endpoint.annotation.PayloadRoot;
import org.springframework.ws.server.endpoint.annotation.RequestPayload;
import org.springframework.ws.server.endpoint.annotation.ResponsePayload;
import org.springframework.ws.soap.SoapVersion;
import org.springframework.ws.soap.saaj.SaajSoapMessageFactory;
import org.springframework.ws.transport.http.MessageDispatcherServlet;
import org.springframework.ws.wsdl.wsdl11.DefaultWsdl11Definition;
import org.springframework.xml.xsd.SimpleXsdSchema;

/**
 * Spring-WS on Tomcat, as behind a proxy: a WSDL made from a schema, with addresses that follow the
 * request and its {@code X-Forwarded-*}, and a contract's files as they are.
 */
@SpringBootApplication
@Endpoint
public class SpringWsServer {

  private final HttpServletRequest request;

  public SpringWsServer(HttpServletRequest request) {
    this.request = request;
  }

  /** Arguments: port, folder of the contract. */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(SpringWsServer.class);
    application.setDefaultProperties(
        Map.of(
            "server.address", "127.0.0.1",
            "server.port", arguments[0],
            "server.servlet.context-path", "/app",
            "server.forward-headers-strategy", "native",
            "server.compression.enabled", "true",
            "server.compression.mime-types", "text/xml,application/wsdl+xml",
            "server.compression.min-response-size", "1",
            "contract", arguments[1],
            "spring.web.resources.static-locations", "file:" + arguments[1] + "/"));
    application.run();
    System.out.println("ready");
  }

  @PayloadRoot(namespace = "urn:orders", localPart = "priceRequest")
  @ResponsePayload
  public Source price(@RequestPayload Source payload) {
    request.getSession();
    return new StreamSource(
        new StringReader(
            "<priceResponse xmlns='urn:orders'><price>13.00</price></priceResponse>"));
  }

  @Bean
  ServletRegistrationBean<MessageDispatcherServlet> services(ApplicationContext context) {
    return servlet(context, "soap", "/services/*", "/orders", "/returns");
  }

  @Bean
  ServletRegistrationBean<MessageDispatcherServlet> services12(ApplicationContext context) {
    return servlet(context, "soap12", "/orders12");
  }

  private static ServletRegistrationBean<MessageDispatcherServlet> servlet(
      ApplicationContext context, String messages, String... paths) {
    MessageDispatcherServlet servlet = new MessageDispatcherServlet();
    servlet.setApplicationContext(context);
    servlet.setMessageFactoryBeanName(messages);
    servlet.setTransformWsdlLocations(true);
    servlet.setTransformSchemaLocations(true);
    ServletRegistrationBean<MessageDispatcherServlet> bean =
        new ServletRegistrationBean<>(servlet, paths);
    bean.setName(messages);
    return bean;
  }

  @Bean
  SaajSoapMessageFactory soap() {
    return new SaajSoapMessageFactory();
  }

  @Bean
  SaajSoapMessageFactory soap12() {
    SaajSoapMessageFactory messages = new SaajSoapMessageFactory();
    messages.setSoapVersion(SoapVersion.SOAP_12);
    return messages;
  }

  @Bean("Made")
  DefaultWsdl11Definition made(
      @Qualifier("OrdersSchema") SimpleXsdSchema schema, @Value("${server.port}") int port) {
    DefaultWsdl11Definition made = new DefaultWsdl11Definition();
    made.setPortTypeName("Orders");
    made.setLocationUri("http://127.0.0.1:" + port + "/app/services/made");
    made.setTargetNamespace("urn:orders");
    made.setSchema(schema);
    return made;
  }

  @Bean("Price")
  SimpleXsdSchema price(@Value("${contract}") String contract) {
    return new SimpleXsdSchema(new FileSystemResource(contract + "/Price.xsd"));
  }

  @Bean("OrdersSchema")
  SimpleXsdSchema schema(@Value("${contract}") String contract) {
    return new SimpleXsdSchema(new FileSystemResource(contract + "/Orders.xsd"));
  }
}
