package io.matapalo.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.placement.AddressForm;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.stickiness.AffinitySettings;
import io.matapalo.proxy.stickiness.AffinitySettings.Mode;
import io.matapalo.proxy.stickiness.KeySource;
import io.matapalo.proxy.stickiness.RouteCookie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys that say which client goes where, and who may name a client. */
class AffinityConfigTest {

  @TempDir Path folder;

  private ProxyConfig read(String root, String affinity, String instances) throws IOException {
    String yaml =
        root
            + "\n"
            + MinimalConfig.withInstances(
                MinimalConfig.withinLegacy("affinity: " + affinity), instances);
    return ProxyConfig.load(Files.writeString(folder.resolve("proxy.yaml"), yaml));
  }

  private AffinitySettings affinity(String text) throws IOException {
    return read("", text, "{name: a, url: \"http://127.0.0.1:1\"}").cluster("legacy").affinity();
  }

  @Test
  void everythingMayBeLeftOut() throws IOException {
    assertThat(affinity("")).isEqualTo(AffinitySettings.defaults());
    ProxyConfig config = read("", "", "{name: a, url: \"http://127.0.0.1:1\"}");
    assertThat(config.listener().forwardedFields()).isEqualTo(TrustedProxies.Fields.BOTH);
    assertThat(config.listener().preamble()).isEqualTo(ProxyConfig.Preamble.NONE);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void eachModeHasItsWord(Mode mode) throws IOException {
    assertThat(affinity("{mode: " + mode.label() + "}").mode()).isEqualTo(mode);
  }

  @Test
  void everythingIsRead() throws IOException {
    Files.writeString(
        folder.resolve("secret"), "\nfirst-secret-of-23-chars\n  second-secret-24-chars. \n");
    ProxyConfig config =
        read(
            "proxy-protocol: true\ntrusted-proxies: [10.0.0.0/8]\nforwarded-fields: forwarded",
            "{key: [{header: X-User}, {cookie: sid}, {query: t}, {soap-header: \"{urn:a}b\"}],"
                + " max-load: 110, ipv4-as-ipv6: true, learn: [JSESSIONID], max-sessions: 5,"
                + " session-idle: 1m, cookie: {secret-file: secret, name: R, max-age: 1h,"
                + " secure: true}}",
            "{name: a, url: \"http://127.0.0.1:1\", id: 7, route: n1, weight: 0},"
                + " {name: b, url: \"http://127.0.0.1:2\"}");
    assertThat(config.listener().forwardedFields()).isEqualTo(TrustedProxies.Fields.FORWARDED);
    assertThat(config.listener().preamble()).isEqualTo(ProxyConfig.Preamble.PROXY_PROTOCOL);
    assertThat(config.onPort(1).listener().preamble())
        .isEqualTo(ProxyConfig.Preamble.PROXY_PROTOCOL);
    assertThat(config.cluster("legacy").affinity())
        .isEqualTo(
            new AffinitySettings(
                Mode.IP_HASH,
                List.of(
                    new KeySource.Header("X-User"),
                    new KeySource.Cookie("sid"),
                    new KeySource.Query("t"),
                    new KeySource.SoapHeader(new QualifiedName("urn:a", "b"))),
                110,
                AddressForm.MAPPED,
                Map.of("a", 7),
                new AffinitySettings.Sessions(
                    List.of("JSESSIONID"), Map.of("n1", "a"), 5, Duration.ofMinutes(1)),
                Optional.of(
                    new RouteCookie(
                        "legacy",
                        "R",
                        List.of("first-secret-of-23-chars", "second-secret-24-chars."),
                        Optional.of(Duration.ofHours(1)),
                        RouteCookie.Reach.TLS_ONLY))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{mode: iphash} | .mode must be one of [ip-hash, nginx-ip-hash, haproxy-source,",
        "{mode: round-robin, max-load: 110} | .key and max-load need mode ip-hash, mode was round",
        "{mode: nginx-ip-hash, key: [{header: a}]} | .key and max-load need mode ip-hash, mode was",
        "{max-load: 99} | .max-load must be a whole number 100..1000, was 99",
        "{key: [{}]} | must have one of header, cookie, query and soap-header, had 0 of them",
        "{key: [{header: a, query: b}]} | must have one of header, cookie, query and soap-header",
        "{key: [{soap-header: token}]} | .key[0].soap-header: must be {namespace}local, was token",
        "{key: [{heder: a}]} | .key[0].heder is not a key here, allowed are [header, cookie,",
        "{key: X-User} | .key must be a list",
        "{learn: [\"\"]} | .learn must name cookies, such as JSESSIONID, was \"\"",
        "{learn: [\"a b\"]} | .learn must name cookies, such as JSESSIONID, was \"a b\"",
        "{max-sessions: 0} | .max-sessions must be a whole number 1..10000000, was 0",
        "{session-idle: 10ms} | .session-idle must be a duration 1s..",
        "{cookie: {name: R}} | .cookie.secret-file is missing, it must name a file with one",
        "{cookie: {secret-file: none}} | .cookie.secret-file cannot be read",
        "{cookie: {secret-file: short}} | each secret must have at least 22 characters, the",
        "{cookie: {secret-file: long, name: a b}} | cookie name must be 1 to 64 characters of a",
        "{cookie: {secret-file: long, path: /}} | .cookie.path is not a key here",
        "{sticky: true} | .sticky is not a key here"
      })
  void whatIsWrongIsNamed(String text, String message) throws IOException {
    Files.writeString(folder.resolve("short"), "short\n");
    Files.writeString(folder.resolve("long"), "a-secret-of-more-than-22-characters\n");
    assertThatThrownBy(() -> affinity(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weight: 0 | weight: 0 | one weight at least must be above 0, all were 0",
        "id: 3 | id: 3 | instances[1].id must be unique in the cluster, was twice: 3",
        "route: n | route: n | instances[1].route must be unique in the cluster, was twice: n",
        "weight: 257 | weight: 1 | weights must be 0..256 with haproxy-source, as in HAProxy, was 257",
        "id: 100001 | weight: 1 | instances[0].id must be a whole number 0..100000, was 100001"
      })
  void whatIsWrongWithInstancesIsNamed(String one, String two, String message) {
    assertThatThrownBy(() ->
            read(
                "",
                "{mode: haproxy-source}",
                "{name: a, url: \"http://127.0.0.1:1\", %s}, {name: b, url: \"http://127.0.0.1:2\", %s}"
                    .formatted(one, two)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forwarded-fields: xff | forwarded-fields must be both, x-forwarded-for or forwarded, was xff",
        "proxy-protocol: true | proxy-protocol must be false while trusted-proxies is empty, was true",
        "proxy-protocol: yes please | proxy-protocol must be true or false"
      })
  void whatIsWrongWithTheListenerIsNamed(String root, String message) {
    assertThatThrownBy(() -> read(root, "", "{name: a, url: \"http://127.0.0.1:1\"}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
