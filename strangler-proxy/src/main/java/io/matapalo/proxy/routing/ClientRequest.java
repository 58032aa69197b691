package io.matapalo.proxy.routing;

import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.soap.SoapAction;
import io.matapalo.proxy.soap.SoapHeaders;
import io.matapalo.proxy.stickiness.RequestData;
import java.util.List;
import java.util.Optional;

/**
 * A request as routing and affinity read it, whether a client has sent it or an operator describes
 * it: one reading for both, so that an explanation cannot differ from what happens. Nothing of a
 * request is trusted.
 */
public interface ClientRequest extends RequestData {

  /** Finds elements of SOAP headers. */
  SoapHeaders SOAP_HEADERS = new SoapHeaders();

  /** The method, in upper case. */
  String method();

  /**
   * Whether RFC 3986 forbids a character of the target, so that servers may read it in two ways.
   */
  boolean isUnusual();

  ContentType contentType();

  /** The bytes of the body in which the operation was looked for; not to be written to. */
  byte[] firstBytes();

  /** What these bytes are. */
  BodyContent content();

  /** What the catalogue is asked by. */
  default RequestFacts facts() {
    List<String> action = soapAction();
    Optional<String> first = action.isEmpty() ? Optional.empty() : Optional.of(action.getFirst());
    return new RequestFacts(method(), path(), content(), SoapAction.of(first, contentType()));
  }

  /** The values of the field {@code SOAPAction}. */
  default List<String> soapAction() {
    return field("SOAPAction");
  }

  /** Only a body that was read as a SOAP message is parsed again. */
  @Override
  default Optional<String> soapHeader(QualifiedName element) {
    return switch (content()) {
      case BodyContent.Operation _, BodyContent.EmptyBody _ ->
          SOAP_HEADERS.textOf(firstBytes(), contentType(), element);
      case BodyContent.DocumentType _, BodyContent.Unrecognised _ -> Optional.empty();
    };
  }
}
