package io.matapalo.fastpath.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JAX-WS RI made of the same heads: docs/results/parity.md. */
final class RequestHeadTest {

  private static final List<String> XML = List.of("text/xml;charset=utf-8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/xml",
        "text/xml;charset=utf-8",
        "text/xml; charset=UTF-8",
        "text/xml ; charset=\"Utf-8\" "
      })
  void readsPlainXmlInUtf8(String type) {
    assertThat(head(List.of(type), List.of(), List.of()).whyNotServed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Text/XML; charset=utf-8",
        "text/xmlfoo",
        "text/xml;",
        "text/xml;Charset=utf-8",
        "text/xml;charset=utf8",
        "text/xml;charset='utf-8'",
        "text/xml;charset=\"utf-8",
        "text/xml;charset=iso-8859-1",
        "text/xml;charset=utf-8;charset=iso-8859-1",
        "text/xml;charset=iso-8859-1;charset=utf-8",
        "text/xml;charset=utf-8;action=x",
        "application/xml",
        "application/soap+xml",
        "application/fastinfoset"
      })
  void leavesOtherMediaTypesToLegacy(String type) {
    assertThat(head(List.of(type), List.of(), List.of()).whyNotServed()).contains("content-type");
  }

  @Test
  void leavesNoMediaTypeAndTwoToLegacy() {
    assertThat(head(List.of(), List.of(), List.of()).whyNotServed()).contains("content-type");
    List<String> twice = List.of("text/xml", "text/xml");
    assertThat(head(twice, List.of(), List.of()).whyNotServed()).contains("content-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fastinfoset",
        "text/xml, application/fastinfoset;q=0",
        "Application/FastInfoset"
      })
  void leavesWhoAcceptsFastInfosetToLegacy(String accepted) {
    assertThat(head(XML, List.of(), List.of("*/*", accepted)).whyNotServed()).contains("accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/xml, multipart/related", "application/json", ""})
  void answersWhateverElseIsAccepted(String accepted) {
    assertThat(head(XML, List.of(), List.of(accepted)).whyNotServed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity, gzip", ""})
  void leavesCodedBodiesToLegacy(String coding) {
    assertThat(head(XML, List.of("identity", coding), List.of()).whyNotServed())
        .contains("content-encoding");
    assertThat(head(XML, List.of("Identity"), List.of()).whyNotServed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET,'',not-a-post", "PUT,'',not-a-post", "POST,wsdl,query"})
  void leavesOtherMethodsAndQueriesToLegacy(String method, String query, String reason) {
    RequestHead head = new RequestHead(method, query, XML, List.of(), List.of());
    assertThat(head.whyNotServed()).contains(reason);
  }

  private static RequestHead head(List<String> types, List<String> codings, List<String> accepted) {
    return new RequestHead("POST", "", types, codings, accepted);
  }
}
