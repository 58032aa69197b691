package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The element of the SOAP header that tells whose request it is. */
class SoapHeadersTest {

  private static final QualifiedName TOKEN = new QualifiedName("urn:a", "token");

  private final SoapHeaders headers = new SoapHeaders();

  private static String message(String header, String body) {
    return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:a='urn:a'>"
        + header
        + "<s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private Optional<String> read(String text) {
    return headers.textOf(
        text.getBytes(StandardCharsets.UTF_8), ContentType.parse("text/xml"), TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a:token>T1</a:token>",
        "<a:token> T1\n</a:token>",
        "<x/><a:token><![CDATA[T1]]></a:token>",
        "<a:session><b xmlns='urn:a'><token>T<!-- c -->1</token></b></a:session>",
        "<a:token><a:id>T1</a:id></a:token><a:token>T2</a:token>"
      })
  void firstSuchElementCounts(String content) {
    assertThat(read(message("<s:Header>" + content + "</s:Header>", "<x/>"))).contains("T1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<s:Header><token>T1</token></s:Header>",
        "<s:Header><a:Token>T1</a:Token></s:Header>",
        "<s:Header/>",
        "<s:Header><a:token>T1</s:Header>",
        ""
      })
  void elsewhereOrBrokenIsNotFound(String header) {
    assertThat(read(message(header, "<a:token>T1</a:token>"))).isEmpty();
  }

  @Test
  void whatIsNoMessageHasNone() {
    assertThat(read("")).isEmpty();
    assertThat(read("no XML")).isEmpty();
    assertThat(read("<a:token xmlns:a='urn:a'>T1</a:token>")).isEmpty();
    assertThat(read("<!DOCTYPE s [<!ENTITY e 'x'>]>" + message("<s:Header/>", ""))).isEmpty();
  }

  @Test
  void textAndHeaderAreBounded() {
    String text = "x".repeat(5_000);
    assertThat(read(message("<s:Header><a:token>" + text + "</a:token></s:Header>", "")))
        .hasValueSatisfying(it -> assertThat(it).hasSize(SoapHeaders.MAX_TEXT));
    String many = "<x/>".repeat(3_000) + "<a:token>T1</a:token>";
    assertThat(read(message("<s:Header>" + many + "</s:Header>", ""))).isEmpty();
  }
}
