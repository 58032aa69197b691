package io.matapalo.proxy.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.proxy.TestIdentity;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SOAP servers of others behind the proxy: whoever reads their WSDL through it finds addresses that
 * lead through it, and no address of the server.
 */
@Tag("deep")
final class SoapServersIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String ORDERS =
      "<priceRequest xmlns='urn:orders'><reference>R1</reference></priceRequest>";
  private static final String STOCK =
      "<count xmlns='urn:stock:interface'><arg0 xmlns=''>tents</arg0></count>";
  private static final String STOCK_OF_AXIS =
      "<count xmlns='http://orders'><args0 xmlns=''>tents</args0></count>";

  /** A WSDL below the path of its server, what its services are asked, what ports answer. */
  record Described(String wsdl, String payload, Map<String, String> answers) {}

  /** Servers, and the contracts that they describe. */
  enum Stack {
    JAX_WS_RI("ri", "JaxWsServer", "/app"),
    CXF("cxf", "JaxWsServer", "/app"),
    SPRING_WS("spring-ws", "SpringWsServer", "/app"),
    AXIS2("axis2", "Axis2Server", "/axis2");

    private final String libraries;
    private final String program;
    private final String path;

    Stack(String libraries, String program, String path) {
      this.libraries = libraries;
      this.program = program;
      this.path = path;
    }

    private List<Described> described() {
      return switch (this) {
        case JAX_WS_RI, CXF -> byJaxWs();
        case SPRING_WS -> {
          Map<String, String> all = allPorts("13.00", "13.00", "13.00");
          yield List.of(
              new Described("/services/Made.wsdl", ORDERS, Map.of("OrdersSoap11", "13.00")),
              new Described("/Orders.wsdl", ORDERS, all),
              new Described("/OrdersMarked.wsdl", ORDERS, all),
              new Described("/OrdersUtf16.wsdl", ORDERS, all));
        }
        // It breaks off at any SOAP 1.2 message, without a proxy too.
        case AXIS2 ->
            List.of(
                new Described(
                    "/services/Stock?wsdl",
                    STOCK_OF_AXIS,
                    Map.of("Axis2Server$StockHttpSoap11Endpoint", "18 of tents")));
      };
    }

    private static List<Described> byJaxWs() {
      Map<String, String> all = allPorts("11.00", "12.00", "-11.00");
      return List.of(
          new Described("/stock?wsdl", STOCK, Map.of("StockPort", "17 of tents")),
          new Described("/orders?wsdl", ORDERS, all),
          new Described("/orders12?wsdl", ORDERS, all),
          new Described("/returns?wsdl", ORDERS, all));
    }

    private static Map<String, String> allPorts(String orders, String orders12, String returns) {
      return Map.of("OrdersPort", orders, "OrdersPort12", orders12, "ReturnsPort", returns);
    }

    /** What describes the same services and is no WSDL 1.1. */
    private List<String> furtherDocuments() {
      return this == AXIS2 ? List.of("/services/Stock?wsdl2", "/services/Stock?xsd") : List.of();
    }
  }

  @TempDir static Path shared;
  private static ForeignProgram client;
  private static TestIdentity identity;

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    client = ForeignProgram.compiled("WsdlClient", Stack.JAX_WS_RI.libraries, shared);
    identity = TestIdentity.make(shared, "public", "dns:localhost");
  }

  @ParameterizedTest
  @EnumSource
  void addressesInWsdlLeadThroughTheProxy(Stack stack) throws Exception {
    int port = FreePorts.next();
    Path contract = contractOf("http://127.0.0.1:" + port + stack.path);
    ForeignProgram program = ForeignProgram.compiled(stack.program, stack.libraries, folder);
    Path log = folder.resolve("server.log");
    List<String> command =
        program.command(contract, List.of(), List.of("" + port, contract.toString()));
    PublicSite.Server server = new PublicSite.Server(port, stack.path, addressesOfThisMachine());
    try (SupervisedProcess process = SupervisedProcess.start(ProcessPlan.of(log, command));
        PublicSite plain = PublicSite.plain(folder, server);
        PublicSite encrypted = PublicSite.encrypted(folder, server, identity);
        PublicSite behindAnother = PublicSite.behindAnother(folder, server)) {
      await()
          .atMost(LIMIT)
          .until(() -> !process.isAlive() || Files.readString(log).contains("ready"));
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      List<PublicSite> sites = List.of(plain, encrypted, behindAnother);
      try (HttpClient http =
          HttpClient.newBuilder()
              .sslContext(TestIdentity.context(null, List.of(identity)))
              .build()) {
        for (PublicSite site : sites) {
          documentsNamePublicAddressesOnly(http, stack, site, server);
        }
        if (stack == Stack.SPRING_WS) {
          sessionIsForThePublicPath(http, encrypted, "/");
          sessionIsForThePublicPath(http, behindAnother, "/soap");
        }
      }
      clientsAreAnswered(stack, sites);
    }
  }

  private void documentsNamePublicAddressesOnly(
      HttpClient http, Stack stack, PublicSite site, PublicSite.Server server) throws Exception {
    List<URI> first = new ArrayList<>();
    stack.described().forEach(it -> first.add(site.see(stack.path + it.wsdl())));
    stack.furtherDocuments().forEach(it -> first.add(site.see(stack.path + it)));
    ServiceDocuments documents = ServiceDocuments.readFrom(http, first);
    String begin = site.see(stack.path + "/").toString();
    assertThat(documents.services()).isNotEmpty().allMatch(address -> address.startsWith(begin));
    // Axis2 names the same three in WSDL 1.1 and 2.0, the others four in all of their documents.
    assertThat(documents.services()).hasSize(stack == Stack.AXIS2 ? 3 : 4);
    List<String> hidden = new ArrayList<>(server.aliases());
    hidden.addAll(List.of("127.0.0.1", ":" + server.port() + "/"));
    if (!site.path().isEmpty()) {
      hidden.add(site.path() + "/");
    }
    documents
        .texts()
        .forEach((address, text) -> {
          assertThat(address.toString()).startsWith(begin);
          assertThat(text).as("%s", address).doesNotContain(hidden);
        });
  }

  /** Tomcat gives the session the path of the application. */
  private static void sessionIsForThePublicPath(HttpClient http, PublicSite site, String path)
      throws Exception {
    String envelope =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
            + ORDERS
            + "</s:Body></s:Envelope>";
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(site.see("/app/orders"))
                .timeout(LIMIT)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(envelope))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("13.00");
    assertThat(answer.headers().firstValue("Set-Cookie").orElse("") + ";")
        .containsIgnoringCase("; Path=" + path + ";");
  }

  /** The client works from the WSDL alone. */
  private void clientsAreAnswered(Stack stack, List<PublicSite> sites) throws Exception {
    List<String> arguments = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (PublicSite site : sites) {
      for (Described described : stack.described()) {
        arguments.add(site.see(stack.path + described.wsdl()).toString());
        arguments.add(described.payload());
        arguments.add(String.join(",", described.answers().keySet()));
        described.answers().forEach((port, text) -> answers.add("port " + port + " " + text));
      }
    }
    List<String> options =
        List.of(
            "-Djavax.net.ssl.trustStore=" + trusted(), "-Djavax.net.ssl.trustStorePassword=trust");
    String said = Command.of(client.command(folder, options, arguments)).within(LIMIT).run();
    List<String> called = said.lines().filter(line -> line.startsWith("port ")).toList();
    assertThat(called.stream().map(line -> line.replaceFirst("http\\S* ", "")))
        .as(said)
        .containsExactlyInAnyOrderElementsOf(answers);
    assertThat(called).allMatch(line -> sites.stream().anyMatch(site -> line.contains(site.url())));
  }

  private Path trusted() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("public", identity.store().getCertificate("public"));
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "trust".toCharArray());
    }
    return file;
  }

  /**
   * The contract, whose WSDL names the server; and the same with byte order mark, and in UTF-16.
   */
  private Path contractOf(String server) throws IOException {
    Path contract = Files.createDirectories(folder.resolve("contract"));
    try (Stream<Path> files = Files.list(ForeignProgram.contract())) {
      for (Path file : files.toList()) {
        String text = Files.readString(file).replace("SERVER", server);
        Files.writeString(contract.resolve(file.getFileName()), text);
      }
    }
    String wsdl = Files.readString(contract.resolve("Orders.wsdl"));
    Files.writeString(contract.resolve("OrdersMarked.wsdl"), "\uFEFF" + wsdl);
    Files.writeString(
        contract.resolve("OrdersUtf16.wsdl"),
        wsdl.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\""),
        StandardCharsets.UTF_16);
    return contract;
  }

  /** Axis2 writes one of them into WSDL 2.0. */
  private static List<String> addressesOfThisMachine() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      each.inetAddresses()
          .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
          .map(InetAddress::getHostAddress)
          .forEach(addresses::add);
    }
    return addresses;
  }
}
