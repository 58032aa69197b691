package io.matapalo.proxy.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * WSDL and schema documents as a client finds them, from the first ones on by what they import.
 * Confined to one thread.
 */
final class ServiceDocuments {

  private static final Set<String> IMPORTS = Set.of("import", "include", "redefine");

  private final HttpClient http;
  private final Deque<URI> toRead = new ArrayDeque<>();
  private final Map<URI, String> texts = new TreeMap<>();
  private final Set<String> services = new TreeSet<>();

  private ServiceDocuments(HttpClient http) {
    this.http = http;
  }

  static ServiceDocuments readFrom(HttpClient http, List<URI> first) throws Exception {
    ServiceDocuments documents = new ServiceDocuments(http);
    documents.toRead.addAll(first);
    while (!documents.toRead.isEmpty()) {
      URI next = documents.toRead.pop();
      if (!documents.texts.containsKey(next)) {
        documents.read(next);
      }
    }
    return documents;
  }

  /** Each document by its address. */
  Map<URI, String> texts() {
    return texts;
  }

  /** Where services are, by any of the documents. */
  Set<String> services() {
    return services;
  }

  private void read(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofMinutes(2))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as("status of %s", address).isEqualTo(200);
    assertThat(answer.headers().map()).as("of %s", address).doesNotContainKey("content-encoding");
    texts.put(address, new String(answer.body(), charset(answer.body())));
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newNSInstance();
      NodeList all =
          factory
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(answer.body()))
              .getElementsByTagNameNS("*", "*");
      for (int i = 0; i < all.getLength(); i++) {
        note(address, (Element) all.item(i));
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("no document: " + address, e);
    }
  }

  private static Charset charset(byte[] document) {
    return document[0] == (byte) 0xFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private void note(URI address, Element element) {
    String name = element.getLocalName();
    if (IMPORTS.contains(name)) {
      for (String attribute : List.of("location", "schemaLocation")) {
        if (element.hasAttribute(attribute)) {
          toRead.add(address.resolve(element.getAttribute(attribute)));
        }
      }
    }
    switch (name) {
      case "address" -> services.add(element.getAttribute("location"));
      case "endpoint" -> services.add(element.getAttribute("address"));
      case "Address" -> services.add(element.getTextContent().strip());
      default -> {}
    }
  }
}
