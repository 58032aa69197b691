package io.matapalo.proxy.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.soap.SoapAction;
import io.matapalo.proxy.soap.SoapVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientRequestTest {

  private static final QualifiedName SESSION = new QualifiedName("urn:shop", "session");

  /** A SOAP message with a session in its header, read as {@code content}. */
  private record Message(List<String> actions, BodyContent content) implements ClientRequest {

    @Override
    public List<String> field(String name) {
      return name.equals("SOAPAction") ? actions : List.of();
    }

    @Override
    public String path() {
      return "/shop";
    }

    @Override
    public String query() {
      return "";
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public boolean isUnusual() {
      return false;
    }

    @Override
    public ContentType contentType() {
      return ContentType.parse("text/xml");
    }

    @Override
    public byte[] firstBytes() {
      return """
      <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:s="urn:shop">\
      <e:Header><s:session>17</s:session></e:Header><e:Body><s:buy/></e:Body></e:Envelope>\
      """
          .getBytes(UTF_8);
    }
  }

  static Stream<BodyContent> messages() {
    return Stream.of(
        new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("urn:shop", "buy")),
        new BodyContent.EmptyBody(SoapVersion.SOAP_1_1, Optional.empty()));
  }

  static Stream<BodyContent> others() {
    return Stream.of(
        new BodyContent.DocumentType(Optional.of(SoapVersion.SOAP_1_1)),
        new BodyContent.Unrecognised(Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void headerOfAMessageIsRead(BodyContent content) {
    assertThat(new Message(List.of(), content).soapHeader(SESSION)).contains("17");
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNoMessageIsNotParsedAgain(BodyContent content) {
    assertThat(new Message(List.of(), content).soapHeader(SESSION)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void catalogueIsAskedByWhatTheRequestSays(BodyContent content) {
    assertThat(new Message(List.of("\"buy\"", "\"look\""), content).facts())
        .isEqualTo(new RequestFacts("POST", "/shop", content, Optional.of(new SoapAction("buy"))));
  }

  @Test
  void requestWithoutAnActionNamesNone() {
    Message message =
        new Message(List.of(), new BodyContent.EmptyBody(SoapVersion.SOAP_1_1, Optional.empty()));
    assertThat(message.facts().action()).isEmpty();
    assertThat(message.facts().agreedAction()).isEmpty();
  }

  /** WS-Addressing may say that there is no action by an empty one. */
  @Test
  void emptyActionOfTheHeaderIsNone() {
    BodyContent content =
        new BodyContent.EmptyBody(SoapVersion.SOAP_1_1, Optional.of(new SoapAction("")));
    assertThat(new Message(List.of(), content).facts().agreedAction()).isEmpty();
  }
}
