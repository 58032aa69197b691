package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.List;
import java.util.Optional;

/** What a request says of its client. Nothing of it is trusted: it only chooses an instance. */
public interface RequestData {

  /** The values of a field, in the order received; empty if the request has none. */
  List<String> field(String name);

  /** The raw path, with its parameters. */
  String path();

  /** The raw query, without the question mark. */
  String query();

  /** The text of the first such element in the SOAP header. */
  Optional<String> soapHeader(QualifiedName element);
}
