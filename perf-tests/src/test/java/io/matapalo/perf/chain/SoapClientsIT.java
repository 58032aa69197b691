package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.perf.clients.SoapRuntimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Independent SOAP clients, each from the WSDL that it reads through the proxy, call every
 * operation of both sides through the proxy.
 */
@ExtendWith(ChainExtension.class)
class SoapClientsIT {
  /** The stacks, none of which shares code with another. */
  enum Kind {
    JAX_WS_RI,
    PHP_SOAP_CLIENT,
    PYTHON_ZEEP,
    NODE_SOAP
  }

  private final Chain chain;
  @TempDir private Path folder;

  SoapClientsIT(Chain chain) {
    this.chain = chain;
  }

  private SoapClient client(Kind kind) {
    SoapRuntimes runtimes = SoapRuntimes.standard();
    Path errors = folder.resolve(kind + ".log");
    return switch (kind) {
      case JAX_WS_RI -> new RiClient();
      case PHP_SOAP_CLIENT -> SoapClient.script(runtimes.php(), "client.php", errors);
      case PYTHON_ZEEP -> SoapClient.script(runtimes.zeep(), "client.py", errors);
      case NODE_SOAP -> {
        assumeTrue(runtimes.offersNode(), "node and npm are not on PATH");
        yield SoapClient.script(runtimes.node(), "client.js", errors);
      }
    };
  }

  private String proxy() {
    return chain.value("http://127.0.0.1:${port.proxy}");
  }

  @ParameterizedTest
  @EnumSource
  void everyServiceAnswersEveryKindOfClient(Kind kind) throws Exception {
    chain.routeAll("legacy");
    try (SoapClient client = client(kind)) {
      System.out.println("SOAP client: " + client.origin());
      callsAll(client, kind + " on legacy", "legacy", _ -> true);
    }
  }

  /** Of version 3, all that the proxy routes; none of it is left to legacy. */
  @ParameterizedTest
  @EnumSource
  void fastPathAnswersEveryKindOfClient(Kind kind) throws Exception {
    chain.routeAll("fast");
    try (SoapClient client = client(kind)) {
      callsAll(client, kind + " on the fast path", "fast", SoapClientsIT::isOfVersionThree);
    } finally {
      chain.routeAll("legacy");
    }
  }

  private static boolean isOfVersionThree(SoapCall call) {
    return call.path().startsWith("/turnstile/v3/");
  }

  private void callsAll(SoapClient client, String who, String side, Predicate<SoapCall> chosen) {
    List<String> published = SoapServices.paths();
    Predicate<SoapCall> called = chosen.and(call -> published.contains(call.path()));
    Map<String, String> remembered = new HashMap<>();
    for (SoapServices.Answered one : SoapServices.ANSWERED) {
      if (called.test(one.call())) {
        SoapReply reply = client.call(proxy(), one.call().with(remembered));
        assertThat(reply.field(one.field()))
            .as("%s by %s, field %s of %s", one.call(), who, one.field(), reply)
            .matches(one.expected());
        assertSide(reply, side, one.call(), who);
        remembered.put(one.field(), reply.field(one.field()));
      }
    }
    for (SoapServices.Refused one : SoapServices.REFUSED) {
      if (called.test(one.call())) {
        SoapReply reply = client.call(proxy(), one.call());
        assertThat(reply.faultCode())
            .as("fault of %s by %s: %s", one.call(), who, reply)
            .isEqualTo(one.code());
        assertSide(reply, side, one.call(), who);
      }
    }
  }

  /** The proxy names a side where it has a choice: for the operations of version 3. */
  private static void assertSide(SoapReply reply, String side, SoapCall call, String who) {
    if (isOfVersionThree(call)) {
      assertThat(reply.side()).as("who answered %s by %s", call, who).isEqualTo(side);
    }
  }

  /** A service that is published without a line here would go uncovered. */
  @Test
  void everyPublishedServiceIsCovered() {
    Set<String> refused =
        SoapServices.REFUSED.stream().map(one -> one.call().path()).collect(Collectors.toSet());
    Set<String> answered =
        SoapServices.ANSWERED.stream().map(one -> one.call().path()).collect(Collectors.toSet());
    assertThat(refused).containsAll(SoapServices.paths());
    assertThat(answered).containsAll(SoapServices.paths());
  }

  /** An operation of version 3 without a line of both kinds would go uncovered. */
  @Test
  void everyOperationThatTheProxyRoutesIsCovered() throws Exception {
    Set<String> routed = new HashSet<>(chain.routedOperations().values());
    assertThat(routed).hasSizeGreaterThan(20);
    assertThat(SoapServices.ANSWERED)
        .extracting(one -> one.call().toString())
        .as("answered")
        .containsAll(routed);
    assertThat(SoapServices.REFUSED)
        .extracting(one -> one.call().toString())
        .as("refused")
        .containsAll(routed);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfClientBuysOnBothSides(Kind kind) throws Exception {
    try (SoapClient client = client(kind)) {
      for (String side : new String[] {"legacy", "fast"}) {
        chain.route(side);
        buys(client, kind + " on " + side);
      }
    }
  }

  private void buys(SoapClient client, String who) throws IOException {
    String requestId = UUID.randomUUID().toString();
    SoapReply bought = client.call(proxy(), SoapServices.purchase(requestId));
    assertThat(bought.field("status")).as("%s: %s", who, bought).isEqualTo("PAID");
    assertThat(bought.field("requestId")).isEqualTo(requestId);
    assertThat(bought.field("total")).as("total, %s", who).matches("[0-9]+\\.[0-9]{1,2}");
    assertThat(bought.count("unitPrice")).as("lines, %s", who).isEqualTo(2);

    String reference = bought.field("orderReference");
    SoapReply read = client.call(proxy(), SoapServices.getOrder(reference));
    assertThat(read.field("orderReference")).as("%s: %s", who, read).isEqualTo(reference);
    assertThat(read.field("total")).isEqualTo(bought.field("total"));

    SoapReply refused = client.call(proxy(), SoapServices.getOrder(" "));
    assertThat(refused.faultCode()).as("%s: %s", who, refused).isEqualTo("INVALID_REQUEST");
  }
}
