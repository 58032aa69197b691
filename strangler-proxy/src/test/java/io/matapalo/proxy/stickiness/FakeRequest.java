package io.matapalo.proxy.stickiness;

import io.matapalo.proxy.soap.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request of a test. Immutable. */
record FakeRequest(List<String> fields, String path, String query, Optional<String> soapHeader)
    implements RequestData {

  static FakeRequest empty() {
    return new FakeRequest(List.of(), "/", "", Optional.empty());
  }

  FakeRequest with(String name, String value) {
    List<String> more = new ArrayList<>(fields);
    more.add(name + ": " + value);
    return new FakeRequest(more, path, query, soapHeader);
  }

  FakeRequest at(String otherPath, String otherQuery) {
    return new FakeRequest(fields, otherPath, otherQuery, soapHeader);
  }

  FakeRequest saying(String text) {
    return new FakeRequest(fields, path, query, Optional.of(text));
  }

  @Override
  public List<String> field(String name) {
    return fields.stream()
        .filter(field -> field.startsWith(name + ": "))
        .map(field -> field.substring(name.length() + 2))
        .toList();
  }

  @Override
  public Optional<String> soapHeader(QualifiedName element) {
    return soapHeader.filter(_ -> element.localName().equals("token"));
  }
}
