package com.turnstile.ws.v3;

import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.handler.MessageContext;
import java.util.List;
import java.util.Map;

/** The HTTP header by which logs of several servers are put together. Stateless. */
final class RequestIdHeader {

  static final String NAME = "X-Request-Id";

  private RequestIdHeader() {}

  /** That of the request being answered; null when it has none, or came by a plain call. */
  static String of(WebServiceContext context) {
    if (context == null) {
      return null;
    }
    Map<?, ?> headers =
        (Map<?, ?>) context.getMessageContext().get(MessageContext.HTTP_REQUEST_HEADERS);
    List<?> values = headers == null ? null : (List<?>) headers.get(NAME);
    return values == null || values.isEmpty() ? null : String.valueOf(values.get(0));
  }
}
