package io.matapalo.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.cutover.CutoverState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyConfigTest {

  private static final String MINIMAL = MinimalConfig.YAML;

  @TempDir Path folder;

  private static ProxyConfig read(String yaml) {
    return ProxyConfigReader.read(yaml.getBytes(StandardCharsets.UTF_8), Path.of("folder"));
  }

  @Test
  void configurationOnThePageIsWhole() throws IOException {
    Path page = Path.of(System.getProperty("matapalo.root"), "docs", "strangler-proxy.md");
    String yaml = Files.readString(page).split("```yaml\n|```\n", -1)[1];
    assertThat(read(yaml).catalogue().operations())
        .extracting(Operation::name)
        .containsExactly("Checkout.purchase");
  }

  @Test
  void defaultsAreFilledIn() {
    ProxyConfig config = read(MINIMAL);
    assertThat(config.listener().host()).isEqualTo("127.0.0.1");
    assertThat(config.listener().port()).isEqualTo(8080);
    assertThat(config.listener().exposeDecision()).isFalse();
    assertThat(config.limits()).isEqualTo(Limits.defaults());
    assertThat(config.timeouts()).isEqualTo(Timeouts.defaults());
    assertThat(config.defaultCluster()).isEqualTo("legacy");
    assertThat(config.cutoverFile()).isEqualTo(Path.of("folder", "cutover.yaml"));
    assertThat(config.clusters().get("legacy"))
        .extracting(ClusterConfig::connections)
        .isEqualTo(ClusterConfig.Connections.defaults());
    assertThat(config.catalogue().operations()).hasSize(1);
    assertThat(config.catalogue().operations().getFirst().operationClass())
        .isEqualTo(OperationClass.UNSAFE);
    assertThat(config.onPort(0).listener().port()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lisen-port: 1 | lisen-port is not a key here",
        "listen-port: 70000 | listen-port must be a whole number 0..65535, was 70000",
        "listen-port: abc | listen-port must be a whole number 0..65535, was",
        "listen-port: 1.5 | listen-port must be a whole number",
        "expose-decision: maybe | expose-decision must be true or false",
        "default-cluster: other | default-cluster must be one of the clusters [legacy], was other",
        "admin-prefix: matapalo | admin-prefix must start and end with /",
        "limits: 5 | limits must be a mapping",
        "limits: {max-body: 5} | limits.max-body is not a key here, allowed are [max-body-bytes",
        "limits: {max-body-bytes: 0} | limits.max-body-bytes must be a whole number 1..",
        "timeouts: {head: 5} | timeouts.head must be a duration 50ms..3600s such as 250ms",
        "timeouts: {cutover-poll: 2s} | timeouts.cutover-poll must be a duration 10ms..900ms",
        "trusted-proxies: [10.0.0.0/99] | trusted-proxies: must be an IP address",
        "trusted-proxies: 10.0.0.0/9 | trusted-proxies must be a list",
        "listen-host: '' | listen-host must be a text",
        "admin: {port: 70000} | admin.port must be a whole number 0..65535",
        "admin: {port: 1} | admin.token-file is missing",
        "admin: {prot: 1} | admin.prot is not a key here, allowed are [port]",
        "access-log: {path: a} | access-log.path is not a key here, allowed are [file]",
        "upgrades: [h2c] | upgrades must name protocols such as websocket, and never h2c, was h2c",
        "upgrades: ['a b'] | upgrades must name protocols such as websocket",
        "timeouts: {tunnel-idle: 5} | timeouts.tunnel-idle must be a duration 50ms..86400s such as",
        "tls: {min-protocol: TLSv1.1} | tls.min-protocol must be one of [TLSv1.2, TLSv1.3], was TLSv1.1",
        "tls: {max-sessions: 5} | tls.certificates: tls must have at least one certificate, had none",
        "tls: {certificates: [{key-file: a}]} | tls.certificates[0].certificate-file is missing",
        "tls: {client-ca-file: none.pem} | tls.client-ca-file: folder/none.pem cannot be read",
      })
  void whatIsWrongIsNamed(String line, String message) {
    assertThatThrownBy(() -> read(line + "\n" + MINIMAL))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8081 | 99999 | port must be 1..65535, was 99999",
        "http://127 | ftp://127 | clusters.legacy.instances[0].url must be http(s)://host:port",
        ":8081 | :8081/a/../b | clusters.legacy.instances[0].url must be http(s)://host:port",
        ":8081 | :8081//a | clusters.legacy.instances[0].url must be http(s)://host:port",
        ":8081 | :8081/%61 | clusters.legacy.instances[0].url must be http(s)://host:port",
        ":8081 | :8081/a?b | clusters.legacy.instances[0].url must be http(s)://host:port",
        "name: one | nam: one | clusters.legacy.instances[0].name is missing",
        "path: /shop | path: /shop/../a | operations[0].path: path must start with /",
        "path: /shop | path: shop | operations[0].path: path must start with /",
        "{urn:shop}buy | buy | operations[0].element: must be {namespace}local, was buy",
        "class: unsafe | class: Safe | operations[0].class must be read, idempotent or unsafe",
        "class: unsafe | clas: unsafe | operations[0].class is missing",
        "name: buy | fast: none | operations[0].name is missing",
        "http://127 | http://me@127 | with or without a path, without user and escapes, was http://***@",
        "element: | legacy: | operations[0].element is missing, the entry can match nothing",
        "{urn:shop}buy | {urn:shop}b uy | operations[0].element: must have an XML name",
        "element: | method: | operations[0].method: method must be of capital letters",
        "class: unsafe | method: GET | operations[0].method cannot stand beside element",
        "path: /shop | path: /matapalo/a | operations[buy].path must not begin with the admin-prefix",
      })
  void whatIsWrongDeepInsideIsNamed(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(MINIMAL.replace(right, wrong)))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slow-start: 2h | clusters.legacy.slow-start must be a duration",
        "health-check: {kind: ping} | health-check.kind must be tcp, http or soap",
        "health-check: {kind: http, path: a} | path must start with /",
        "health-check: {kind: soap, path: /} | body is missing",
        "outliers: {panic-threshold: 101} | whole number 0..100",
        "outliers: {failure: 1} | outliers.failure is not a key",
        "public-url: pay.example | clusters.legacy.public-url must be http(s)://host:port",
        "public-url: 'http://u:p@a' | query, was http://***@a",
        "max-wsdl-bytes: 2048 | clusters.legacy.max-wsdl-bytes needs public-url",
        "aliases: [one] | clusters.legacy.aliases needs public-url, without it nothing",
        "aliases: [one, a/b] | clusters.legacy.aliases must be hosts, each with :port or without, was a/b",
        "max-wsdl-bytes: 1 | clusters.legacy.max-wsdl-bytes must be a whole number 1024..16777216",
        "tls: {ca-file: a} | clusters.legacy.tls needs an instance whose url begins with https://",
      })
  void whatIsWrongInAClusterIsNamed(String line, String message) {
    assertThatThrownBy(() -> read(MinimalConfig.withinLegacy(line)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void hostNamesMayHaveUnderscores() {
    ProxyConfig config = read(MINIMAL.replace("127.0.0.1:8081", "shop_1.intern"));
    assertThat(config.cluster("legacy").instances())
        .containsExactly(new Instance("one", "shop_1.intern", 80, 1));
    assertThat(read(MINIMAL.replace("127.0.0.1", "[::1]")).cluster("legacy").instances())
        .containsExactly(new Instance("one", "::1", 8081, 1));
  }

  @Test
  void instanceMayServeBelowAPath() {
    Instance one = new Instance("one", "127.0.0.1", 8081, 1);
    for (String end : new String[] {"", "/"}) {
      assertThat(read(MINIMAL.replace(":8081", ":8081" + end)).cluster("legacy").instances())
          .containsExactly(one);
      assertThat(read(MINIMAL.replace(":8081", ":8081/a-b/c" + end)).cluster("legacy").instances())
          .containsExactly(one.below("/a-b/c"));
    }
    assertThat(one.below("/a").isWhere(one)).isFalse();
  }

  @Test
  void clusterMayBePublished() {
    assertThat(read(MINIMAL).cluster("legacy").published()).isEmpty();
    String more = "public-url: HTTPS://Pay.example:8443/soap/\n    instances:";
    ClusterConfig.Published published =
        read(MINIMAL.replace("instances:", more)).cluster("legacy").published().orElseThrow();
    assertThat(published.url()).hasToString("https://Pay.example:8443/soap");
    assertThat(published.maxWsdlBytes()).isEqualTo(1 << 20);
    assertThat(published.aliases()).isEmpty();
    String aliases =
        more.replace("instances:", "aliases: [shop-1, 'shop-2:8080', '[::1]:80']\n    instances:");
    assertThat(read(MINIMAL.replace("instances:", aliases)).cluster("legacy").published())
        .hasValueSatisfying(
            it -> assertThat(it.aliases()).containsExactly("shop-1", "shop-2:8080", "[::1]:80"));
  }

  @Test
  void instanceOfHttpsHasItsOwnPortAndTls() {
    ClusterConfig cluster =
        read(MINIMAL.replace("http://127.0.0.1:8081", "https://shop.intern")).cluster("legacy");
    assertThat(cluster.instances()).containsExactly(new Instance("one", "shop.intern", 443, 1));
    assertThat(cluster.tls()).hasValueSatisfying(tls -> assertThat(tls.covers("one")).isTrue());
    assertThat(read(MINIMAL).cluster("legacy").tls()).isEmpty();
  }

  @Test
  void healthHasDefaultsAndIsRead() {
    assertThat(read(MINIMAL).cluster("legacy").health()).isEqualTo(HealthConfig.defaults());
    String more = "slow-start: 30s\n    health-check: {kind: http, path: /up, expect: ok}";
    HealthConfig health = read(MinimalConfig.withinLegacy(more)).cluster("legacy").health();
    assertThat(health.slowStart()).isEqualTo(Duration.ofSeconds(30));
    assertThat(health.check())
        .contains(
            new HealthConfig.Check(
                new HealthConfig.Probe.Http("/up", "ok"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                3,
                2));
  }

  @Test
  void unknownClusterOfAnOperationIsNamed() {
    assertThatThrownBy(() -> read(MINIMAL + "    fast: x\n"))
        .hasMessage("operations[buy].fast must be one of the clusters [legacy], was x");
  }

  @Test
  void twiceTheSameIsRefused() {
    assertThatThrownBy(() -> read("listen-port: 1\nlisten-port: 2\n" + MINIMAL))
        .hasMessageContaining("Duplicate");
    String again = MINIMAL.substring(MINIMAL.indexOf("  - name: buy"));
    assertThatThrownBy(() -> read(MINIMAL + again))
        .hasMessageContaining("operation name must be unique, was twice: buy");
    assertThatThrownBy(() -> read(MINIMAL + again.replace("name: buy", "name: other")))
        .hasMessageContaining("path and element must be unique, were the same for buy and other");
  }

  @Test
  void fileThatIsMissingOrNoYamlIsNamed() throws IOException {
    Path missing = folder.resolve("none.yaml");
    assertThatThrownBy(() -> ProxyConfig.load(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "a: [");
    assertThatThrownBy(() -> ProxyConfig.load(bad))
        .hasMessageContaining("bad.yaml")
        .hasMessageContaining("line 1");
  }

  @Test
  void examplesAreValid() {
    ProxyConfig config = ProxyConfig.load(Path.of("examples", "proxy.yaml"));
    assertThat(config.catalogue().operations()).hasSize(2);
    assertThat(config.clusters()).containsOnlyKeys("legacy", "fast-path");
    CutoverFile cutover = CutoverFile.open(config.cutoverFile(), config.catalogue());
    assertThat(cutover.cutoverSwitch().state().fileState()).isInstanceOf(CutoverState.Good.class);
  }

  @Test
  void cutoverFileMayComeAndGo() throws IOException {
    Path path = folder.resolve("cutover.yaml");
    ProxyConfig config =
        read(
            MINIMAL.replace(
                    "operations:",
                    "  fast:\n    instances:\n      - {name: f, url: \"http://127.0.0.1:1\"}\noperations:")
                + "    fast: fast\n");
    CutoverFile file = CutoverFile.open(path, config.catalogue());
    assertThat(file.cutoverSwitch().state().fileState()).isInstanceOf(CutoverState.Missing.class);
    assertThat(file.cutoverSwitch().table().version()).isEqualTo(1);
    Files.writeString(path, "operations: {buy: fast}\n");
    file.look();
    file.look();
    assertThat(file.cutoverSwitch().table().version()).isEqualTo(2);
    Files.writeString(path, "operations: {buy: fast, buy: legacy}\n");
    file.look();
    assertThat(file.cutoverSwitch().state().fileState()).isInstanceOf(CutoverState.Broken.class);
    assertThat(file.cutoverSwitch().table().version()).isEqualTo(2);
    Files.delete(path);
    file.look();
    assertThat(file.cutoverSwitch().state().fileState()).isInstanceOf(CutoverState.Missing.class);
    assertThat(file.cutoverSwitch().table().sides()).containsOnlyKeys("buy");
    Files.writeString(path, "operations:\n");
    file.look();
    assertThat(file.cutoverSwitch().table().sides()).isEmpty();
  }

  /** Complaints go to logs and terminals. */
  @Test
  void passwordInAUrlIsNotRepeated() {
    String yaml = MINIMAL.replace("http://127.0.0.1", "http://root:s3cr3t@127.0.0.1");
    assertThatThrownBy(() -> read(yaml))
        .hasMessageContaining("http://***@127.0.0.1:8081")
        .hasMessageNotContaining("s3cr3t");
  }
}
