package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.placement.DataKey;
import io.matapalo.proxy.soap.QualifiedName;
import java.util.Optional;

/** A place in a request whose text tells one client from another. Immutable. */
public sealed interface KeySource {

  /** The text in this request; never empty text. */
  Optional<String> textIn(RequestData request);

  /** Names the place, so that equal texts in two places are two clients. */
  String label();

  /** The client, as far as this place tells. */
  default Optional<AffinityKey> keyIn(RequestData request) {
    return textIn(request).map(text -> DataKey.of(label(), text));
  }

  /** A field of the head; of several the first. */
  record Header(String name) implements KeySource {
    @Override
    public Optional<String> textIn(RequestData request) {
      return request.field(name).stream().findFirst().filter(text -> !text.isEmpty());
    }

    @Override
    public String label() {
      return "header " + name;
    }
  }

  /** A cookie; of several the first. */
  record Cookie(String name) implements KeySource {
    @Override
    public Optional<String> textIn(RequestData request) {
      return Cookies.in(request, name).stream().findFirst();
    }

    @Override
    public String label() {
      return Cookies.label(name);
    }
  }

  /** A parameter of the query, as the client wrote it. */
  record Query(String name) implements KeySource {
    @Override
    public Optional<String> textIn(RequestData request) {
      return Cookies.pair(request.query(), "&", name);
    }

    @Override
    public String label() {
      return "query " + name;
    }
  }

  /** An element of the SOAP header. */
  record SoapHeader(QualifiedName element) implements KeySource {
    @Override
    public Optional<String> textIn(RequestData request) {
      return request.soapHeader(element).filter(text -> !text.isEmpty());
    }

    @Override
    public String label() {
      return "soap-header " + element;
    }
  }
}
