package io.matapalo.proxy.rewriting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.affinity.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses become which. */
class AddressMapTest {

  /** Of {@code m1.intern:8080}, at 10.0.0.5, asked as {@code shop.example:8443}. */
  private static AddressMap map(String publicUrl, String path) {
    Instance answering = new Instance("one", "m1.intern", 8080, 1).below(path);
    Instance other = new Instance("two", "m2.intern", 80, 1).below("/two");
    return new AddressMap(
        PublicUrl.parse(publicUrl),
        List.of(answering, other),
        answering,
        "10.0.0.5",
        List.of("shop.example:8443", "front.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://m1.intern:8080/app/shop?wsdl | https://pay.example/soap/shop?wsdl",
        "HTTP://M1.Intern:8080/app/shop | https://pay.example/soap/shop",
        "http://10.0.0.5:8080/app/shop | https://pay.example/soap/shop",
        "http://m2.intern/two/shop | https://pay.example/soap/shop",
        "http://m2.intern:80/two/shop | https://pay.example/soap/shop",
        "https://shop.example:8443/app/shop | https://pay.example/soap/shop",
        "http://shop.example:8080/app/shop | https://pay.example/soap/shop",
        "http://front.example/app/shop | https://pay.example/soap/shop",
        "https://shop.example/app/shop | https://pay.example/soap/shop",
        "http://shop.example:80/app/shop | https://pay.example/soap/shop",
        "https://front.example:443/app/a | https://pay.example/soap/a",
        "//m1.intern:8080/app/a | https://pay.example/soap/a",
        "http://m1.intern:8080/app | https://pay.example/soap",
        "http://m1.intern:8080/app?wsdl&amp;x=1 | https://pay.example/soap?wsdl&amp;x=1",
        "http://m1.intern:8080/app;jsessionid=1 | https://pay.example/soap;jsessionid=1",
        "/app/shop?xsd=1 | /soap/shop?xsd=1",
        "/app | /soap",
        "/soap/shop | /soap/shop",
      })
  void addressOfTheClusterBecomesPublic(String address, String mapped) {
    assertThat(map("https://pay.example/soap", "/app").map(address)).isEqualTo(mapped);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other.example/app/shop",
        "http://m1.intern/app/shop",
        "http://m1.intern:8081/app/shop",
        "https://m2.intern/two/shop",
        "http://m2.intern/app/shop",
        "http://m1.intern:8080/application/shop",
        "http://m1.intern:8080/other",
        "http://m1.intern:8080.evil.example/app/shop",
        "http://user@m1.intern:8080/app/shop",
        "http://m1.intern:99999999/app/shop",
        "http://shop.example:443/app/shop",
        "http://shop.example:444/app/shop",
        "ftp://m1.intern:8080/app/shop",
        "https://pay.example/soap/shop",
        "urn:shop",
        "shop.xsd",
        "../shop.xsd",
        "?xsd=1",
        "/application",
        "/other",
        ""
      })
  void everyOtherAddressStays(String address) {
    assertThat(map("https://pay.example/soap", "/app").map(address)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://pay.example | '' | http://m1.intern:8080/shop | https://pay.example/shop",
        "https://pay.example | '' | http://m1.intern:8080 | https://pay.example",
        "https://pay.example | '' | /shop | /shop",
        "https://pay.example | /app | http://m1.intern:8080/app | https://pay.example/",
        "https://pay.example | /app | http://m1.intern:8080/app?wsdl | https://pay.example/?wsdl",
        "https://pay.example | /app | /app | /",
        "http://pay.example:81/soap | '' | http://m1.intern:8080/shop | http://pay.example:81/soap/shop",
        "https://front.example | '' | http://front.example/shop | https://front.example/shop",
        "https://front.example | /app | http://front.example/app/shop | https://front.example/shop",
        "https://front.example/soap | '' | http://front.example/shop | https://front.example/soap/shop",
        "https://front.example/soap | '' | http://front.example/soap/shop | https://front.example/soap/shop",
        "https://front.example/soap | /appl | http://front.example/soap/shop | https://front.example/soap/shop",
        "https://[2001:db8::1]:8443 | '' | http://m1.intern:8080/a | https://[2001:db8::1]:8443/a",
      })
  void pathsMayBeAbsentOnEitherSide(String url, String path, String address, String mapped) {
    assertThat(map(url, path).map(address)).isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b; Path=/app | a=b; Path=/soap",
        "a=b; Path=/app/shop; HttpOnly | a=b; Path=/soap/shop; HttpOnly",
        "a=b;path=/app/;Secure | a=b;path=/soap/;Secure",
        "a=/app; Path=/ | a=/app; Path=/",
        "a=b; Domain=m1.intern; Path=/app | a=b; Domain=pay.example; Path=/soap",
        "a=b; Domain=.Intern | a=b; Domain=pay.example",
        "a=b; domain=shop.example | a=b; domain=pay.example",
        "a=b; Domain=example | a=b; Domain=example",
        "a=b; Domain=other.net | a=b; Domain=other.net",
        "a=b; Path=\"/app\" | a=b; Path=\"/app\"",
        "a=b; Path; Domain= | a=b; Path; Domain=",
        "a | a",
      })
  void cookieIsForThePublicSite(String cookie, String mapped) {
    assertThat(map("https://pay.example/soap", "/app").mapCookie(cookie)).isEqualTo(mapped);
  }

  @Test
  void cookieOfTheWholeServerIsForAllOfThePublicPath() {
    assertThat(map("https://pay.example/soap", "").mapCookie("a=b; Path=/"))
        .isEqualTo("a=b; Path=/soap");
    assertThat(map("https://pay.example", "/app").mapCookie("a=b; Path=/app"))
        .isEqualTo("a=b; Path=/");
    assertThat(map("https://pay.example", "").mapCookie("a=b; Path=/")).isEqualTo("a=b; Path=/");
  }

  /** A reload may have taken the instance out of the cluster while it answered. */
  @Test
  void addressOfTheAnsweringInstanceBecomesPublicInAnyCase() {
    Instance answering = new Instance("one", "m1.intern", 8080, 1).below("/app");
    AddressMap map =
        new AddressMap(
            PublicUrl.parse("https://pay.example"), List.of(), answering, "10.0.0.5", List.of());
    assertThat(map.map("http://m1.intern:8080/app/a")).isEqualTo("https://pay.example/a");
  }

  @ParameterizedTest
  @CsvSource({
    "m1,true",
    "m_1.intern:8080,true",
    "[::1],true",
    "[2001:db8::1]:80,true",
    "'',false",
    "m1/a,false",
    "http://m1,false",
    "m1:80:80,false",
    "::1,false",
    "u@m1,false",
  })
  void hostMayHaveAPort(String text, boolean isHost) {
    assertThat(AddressMap.isHost(text)).isEqualTo(isHost);
  }

  @Test
  void publicUrlIsShownWithoutASlashAtItsEnd() {
    assertThat(PublicUrl.parse("HTTPS://pay.example:8443/soap/"))
        .hasToString("https://pay.example:8443/soap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pay.example",
        "ftp://pay.example",
        "https://me@pay.example",
        "https://pay.example/a b",
        "https://pay.example/a?b",
        "https://pay.example/../a",
        "https://pay.example//a",
        "https://pay.example/a'b",
        "https:///a",
      })
  void publicUrlIsPlain(String text) {
    assertThatThrownBy(() -> PublicUrl.parse(text))
        .hasMessageContaining("must be http(s)://host:port")
        .hasMessageNotContaining("me@");
  }
}
