package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every address in a WSDL that is read through the proxy, and in what it imports, leads there. */
@ExtendWith(ChainExtension.class)
class WsdlAddressesIT {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:schemaLocation|location)\\s*=\\s*\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Chain chain;

  WsdlAddressesIT(Chain chain) {
    this.chain = chain;
  }

  @ParameterizedTest
  @MethodSource("io.matapalo.perf.chain.SoapServices#paths")
  void addressesLeadThroughTheProxy(String path) throws Exception {
    for (String host : new String[] {"127.0.0.1", "localhost"}) {
      String proxy = chain.value("http://" + host + ":${port.proxy}");
      Set<String> seen = new TreeSet<>();
      Deque<String> toRead = new ArrayDeque<>(List.of(proxy + path + "?wsdl"));
      List<String> services = new ArrayList<>();
      while (!toRead.isEmpty()) {
        String address = toRead.pop();
        if (seen.add(address)) {
          for (String next : addressesIn(address)) {
            assertThat(next).as("address in %s", address).startsWith(proxy + "/");
            (next.contains("?") ? toRead : services).add(next);
          }
        }
      }
      assertThat(seen).as("WSDL and its schema").contains(proxy + path + "?xsd=1");
      assertThat(services).containsExactly(proxy + path);
    }
  }

  private List<String> addressesIn(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as("status of %s", address).isEqualTo(200);
    Matcher matcher = ADDRESS.matcher(response.body());
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
