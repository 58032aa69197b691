package orders;

import org.apache.axis2.context.ConfigurationContext;
import org.apache.axis2.context.ConfigurationContextFactory;
import org.apache.axis2.description.AxisService;
import org.apache.axis2.transport.http.SimpleHTTPServer;

/** A class as a service of Axis2, which describes it in WSDL 1.1 and 2.0. */
public final class Axis2Server {

  public static final class Stock {
    public String count(String article) {
      return "18 of " + article;
    }
  }

  private Axis2Server() {}

  /** Argument: port. */
  public static void main(String[] arguments) throws Exception {
    ConfigurationContext context =
        ConfigurationContextFactory.createBasicConfigurationContext(
            "org/apache/axis2/deployment/axis2_default.xml");
    AxisService stock =
        AxisService.createService(Stock.class.getName(), context.getAxisConfiguration());
    stock.setName("Stock");
    context.getAxisConfiguration().addService(stock);
    SimpleHTTPServer server = new SimpleHTTPServer(context, Integer.parseInt(arguments[0]));
    server.start();
    System.out.println("ready");
  }
}
