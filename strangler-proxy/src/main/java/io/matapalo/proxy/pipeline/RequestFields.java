package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.Identified;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.routing.ClientRequest;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.List;

/** What one request says, looked up when it is asked for. Confined to one thread. */
record RequestFields(Identified identified) implements ClientRequest {

  private static final HttpString SOAP_ACTION = HttpString.tryFromString("SOAPAction");

  @Override
  public String method() {
    return identified.received().method();
  }

  @Override
  public boolean isUnusual() {
    return RequestTarget.of(identified.received().exchange()).isUnusual();
  }

  @Override
  public List<String> field(String name) {
    HeaderValues values = identified.received().exchange().getRequestHeaders().get(name);
    return values == null ? List.of() : values;
  }

  /** Asked of each request: a name that is text would be hashed and copied each time. */
  @Override
  public List<String> soapAction() {
    HeaderValues values = identified.received().exchange().getRequestHeaders().get(SOAP_ACTION);
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
  public ContentType contentType() {
    return identified.received().contentType();
  }

  @Override
  public byte[] firstBytes() {
    return identified.body().bytes();
  }

  @Override
  public BodyContent content() {
    return identified.content();
  }
}
