package io.matapalo.proxy.exchange;

import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.soap.ContentType;
import io.undertow.server.HttpServerExchange;

/**
 * After step 1: a request whose head is sound.
 *
 * @param peer the other end of the connection
 * @param client who sent the request, behind the trusted proxies
 */
public record Received(
    OpenRequest request, IpAddress peer, IpAddress client, ContentType contentType)
    implements RequestState {

  /** The exchange as the server knows it. */
  public HttpServerExchange exchange() {
    return request.exchange();
  }

  /** The method, in upper case. */
  public String method() {
    return exchange().getRequestMethod().toString();
  }

  /** The raw path, without query. */
  public String path() {
    return RequestTarget.path(exchange());
  }
}
