package io.matapalo.proxy.soap;

/** The two SOAP versions that are understood, by the namespace of their envelope. */
public enum SoapVersion {
  SOAP_1_1("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8"),
  SOAP_1_2("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8");

  private final String namespace;
  private final String contentType;

  SoapVersion(String namespace, String contentType) {
    this.namespace = namespace;
    this.contentType = contentType;
  }

  /** The namespace of Envelope, Header and Body. */
  public String namespace() {
    return namespace;
  }

  /** The value of {@code Content-Type} for an answer in this version. */
  public String contentType() {
    return contentType;
  }
}
