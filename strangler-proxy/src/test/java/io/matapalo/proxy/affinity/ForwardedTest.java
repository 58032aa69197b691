package io.matapalo.proxy.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client behind proxies that write {@code Forwarded}, or both fields. */
class ForwardedTest {

  private static final IpAddress NEAR = ip("10.0.0.1");
  private static final List<AddressRange> OURS = List.of(AddressRange.parse("10.0.0.0/8"));
  private static final TrustedProxies BOTH = new TrustedProxies(OURS);

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static String client(String forwarded) {
    return BOTH.clientOf(NEAR, List.of(), List.of(forwarded)).toString();
  }

  /** Each form of RFC 7239 §6, and what breaks it. What is no address ends the reading. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "for=192.0.2.60 | 192.0.2.60",
        "For=\"192.0.2.60\" | 192.0.2.60",
        "FOR=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60",
        "proto=https; for=192.0.2.60 | 192.0.2.60",
        "for=\"192.0.2.60:4711\" | 192.0.2.60",
        "for=\"192.0.2.60:_port\" | 192.0.2.60",
        "for=192.0.2.60:4711 | 192.0.2.60",
        "for=\"[2001:db8::17]\" | 2001:db8:0:0:0:0:0:17",
        "for=\"[2001:db8::17]:4711\" | 2001:db8:0:0:0:0:0:17",
        "for=\"[2001:db8::17]:_x\" | 2001:db8:0:0:0:0:0:17",
        "for=\"192.0.2\\.60\" | 192.0.2.60",
        "by=\"a,for=6.6.6.6\";for=192.0.2.60 | 192.0.2.60",
        "by=\"\\\",for=6.6.6.6\";for=192.0.2.60 | 192.0.2.60",
        "for=6.6.6.6, for=192.0.2.60 | 192.0.2.60",
        "for=192.0.2.60, for=10.0.0.3, for=10.0.0.2 | 192.0.2.60",
        "for=192.0.2.60, for=unknown | 10.0.0.1",
        "for=192.0.2.60, for=_hidden | 10.0.0.1",
        "for=192.0.2.60, for=\"_hidden:_port\", for=10.0.0.2 | 10.0.0.2",
        "for=192.0.2.60, proto=http | 10.0.0.1",
        "for=6.6.6.6;for=192.0.2.60 | 10.0.0.1",
        "for=\"192.0.2.60 | 10.0.0.1",
        "for=\"192.0.2.60\"x | 10.0.0.1",
        "for=\"192.0.2.60\\\" | 10.0.0.1",
        "for=[2001:db8::17 | 10.0.0.1",
        "for=\"[2001:db8::17]4711\" | 10.0.0.1",
        "for= | 10.0.0.1",
        "for | 10.0.0.1",
        "'' | 10.0.0.1"
      })
  void formsOfForwardedAreRead(String forwarded, String client) {
    assertThat(client(forwarded)).isEqualTo(client);
  }

  @Test
  void severalFieldsAreOneList() {
    assertThat(BOTH.clientOf(NEAR, List.of(), List.of("for=6.6.6.6", "for=1.1.1.1, for=10.0.0.2")))
        .isEqualTo(ip("1.1.1.1"));
  }

  /** One proxy writes the one field, the next one both: the shorter list ends first. */
  @Test
  void longerOfTwoListsThatAgreeIsReadToItsEnd() {
    assertThat(BOTH.clientOf(NEAR, List.of("1.1.1.1, 10.0.0.2"), List.of("for=10.0.0.2")))
        .isEqualTo(ip("1.1.1.1"));
    assertThat(BOTH.clientOf(NEAR, List.of("10.0.0.2"), List.of("for=1.1.1.1, for=10.0.0.2")))
        .isEqualTo(ip("1.1.1.1"));
  }

  /** The proxy writes one field, and the client the other. */
  @Test
  void forgedFieldIsNotBelievedWhicheverItIs() {
    assertThat(BOTH.clientOf(NEAR, List.of("1.1.1.1"), List.of("for=6.6.6.6"))).isEqualTo(NEAR);
    assertThat(
            BOTH.clientOf(NEAR, List.of("6.6.6.6, 10.0.0.2"), List.of("for=1.1.1.1,for=10.0.0.2")))
        .isEqualTo(ip("10.0.0.2"));
  }

  @Test
  void oneFieldAloneIsReadWhereTheConfigurationSaysSo() {
    List<String> one = List.of("1.1.1.1");
    List<String> other = List.of("for=2.2.2.2");
    assertThat(
            new TrustedProxies(OURS, TrustedProxies.Fields.X_FORWARDED_FOR)
                .clientOf(NEAR, one, other))
        .isEqualTo(ip("1.1.1.1"));
    assertThat(new TrustedProxies(OURS, TrustedProxies.Fields.FORWARDED).clientOf(NEAR, one, other))
        .isEqualTo(ip("2.2.2.2"));
  }

  @Test
  void longListIsReadToItsBound() {
    String many = String.join(",", Collections.nCopies(5_000, "for=10.0.0.2"));
    assertThat(client("for=1.1.1.1," + many)).isEqualTo("10.0.0.2");
    assertThat(ForwardedHops.ofForwarded(List.of(many))).hasSize(ForwardedHops.MOST);
    assertThat(ForwardedHops.ofForwardedFor(List.of(many))).hasSize(ForwardedHops.MOST);
  }
}
