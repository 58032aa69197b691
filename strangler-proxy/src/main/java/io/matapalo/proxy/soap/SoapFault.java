package io.matapalo.proxy.soap;

/** A fault that the proxy itself answers. Says nothing of what stands behind the proxy. */
public record SoapFault(Party party, String text) {

  /** Who has to change something before the request can succeed. */
  public enum Party {
    CLIENT,
    SERVER
  }

  /** The envelope as XML, to be sent as UTF-8. */
  public String toXml(SoapVersion version) {
    return switch (version) {
      case SOAP_1_1 -> soap11();
      case SOAP_1_2 -> soap12();
    };
  }

  private String soap11() {
    String code = party == Party.CLIENT ? "Client" : "Server";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\""
        + SoapVersion.SOAP_1_1.namespace()
        + "\"><soap:Body><soap:Fault><faultcode>soap:"
        + code
        + "</faultcode><faultstring>"
        + escaped(text)
        + "</faultstring></soap:Fault></soap:Body></soap:Envelope>";
  }

  private String soap12() {
    String code = party == Party.CLIENT ? "Sender" : "Receiver";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\""
        + SoapVersion.SOAP_1_2.namespace()
        + "\"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:"
        + code
        + "</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang=\"en\">"
        + escaped(text)
        + "</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
