package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.soap.SoapHeaders;
import io.matapalo.proxy.stickiness.RequestData;
import io.undertow.util.HeaderValues;
import java.util.List;
import java.util.Optional;

/** What one request says of its client, looked up when it is asked for. Confined to one thread. */
record RequestFields(Identified identified) implements RequestData {

  private static final SoapHeaders SOAP_HEADERS = new SoapHeaders();

  @Override
  public List<String> field(String name) {
    HeaderValues values = identified.received().exchange().getRequestHeaders().get(name);
    return values == null ? List.of() : values;
  }

  @Override
  public String path() {
    return identified.received().path();
  }

  @Override
  public String query() {
    return RequestTarget.of(identified.received().exchange()).query();
  }

  @Override
  public Optional<String> soapHeader(QualifiedName element) {
    // Only a body that was read as a SOAP message is parsed again.
    return identified.content() instanceof BodyContent.Operation
        ? SOAP_HEADERS.textOf(
            identified.body().bytes(), identified.received().contentType(), element)
        : Optional.empty();
  }
}
