package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoapReaderTest {

  private static final String ENVELOPE =
      "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>";
  private static final String MESSAGE =
      "<?xml version='1.0' encoding='UTF-8'?><!-- c -->"
          + ENVELOPE
          + "<e:Header><h:x xmlns:h='h'>t<y/></h:x></e:Header> <e:Body>\n"
          + "<op xmlns='n'><a> 1&amp;<![CDATA[<2>]]><!-- x -->&#x20AC;é</a><skip><a>9</a></skip><b/></op>"
          + "</e:Body></e:Envelope>\n";

  @Test
  void readsTheOperationAndItsTexts() {
    assertThat(read(MESSAGE)).containsExactly("op", "a= 1&<2>€é", "skipped skip", "b=");
  }

  @Test
  void everyTruncationIsDeclined() {
    byte[] bytes = MESSAGE.getBytes(StandardCharsets.UTF_8);
    // The last byte is white space after the document's end.
    for (int length = 0; length < bytes.length - 1; length++) {
      byte[] chopped = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(chopped))
          .as("after %d bytes", length)
          .isInstanceOf(Declined.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          not-well-formed|hello
          not-well-formed|^^
          not-soap|<html/>
          not-soap|<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'><Body><x/></Body></Envelope>
          no-operation|ENV<e:Body/></e:Envelope>
          no-operation|ENV<e:Body> </e:Body></e:Envelope>
          no-operation|ENV<e:Header/></e:Envelope>
          not-soap|ENV<x/></e:Envelope>
          dtd|<!DOCTYPE e [<!ENTITY x 'y'>]>ENV<e:Body><op/></e:Body></e:Envelope>
          more-than-one-operation|ENV<e:Body><op/><op/></e:Body></e:Envelope>
          element-after-body|ENV<e:Body><op/></e:Body><x/></e:Envelope>
          text-between-elements|ENV<e:Body><op>text</op></e:Body></e:Envelope>
          text-between-elements|ENV<e:Body>text<op/></e:Body></e:Envelope>
          element-in-text|ENV<e:Body><op><a>1<b/></a></op></e:Body></e:Envelope>
          xsi-attribute|ENV<e:Body><op><a xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:nil='true'/></op></e:Body></e:Envelope>
          header-to-understand|ENV<e:Header><h e:mustUnderstand='1'/></e:Header><e:Body><op/></e:Body></e:Envelope>
          session-token|ENV<e:Header><x/><t:sessionToken xmlns:t='http://turnstile.example/session/v3'>0</t:sessionToken></e:Header><e:Body><op/></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><a>&unknown;</a></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><p:a/></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op a='1' a='2'/></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op><a>\u0001</a></op></e:Body></e:Envelope>
          not-well-formed|ENV<e:Body><op/></e:Body></e:Envelope><again/>
          """)
  void declinesWithAReason(String reason, String message) {
    assertThatThrownBy(() -> read(message.replace("ENV", ENVELOPE)))
        .isInstanceOfSatisfying(
            Declined.class, declined -> assertThat(declined.reason()).isEqualTo(reason));
  }

  @Test
  void headerOfAnotherNamespaceIsNoSessionToken() {
    String header = "<e:Header><sessionToken xmlns='other'>0</sessionToken></e:Header>";
    String message = ENVELOPE + header + "<e:Body><op/></e:Body></e:Envelope>";
    assertThat(read(message)).containsExactly("op");
  }

  @Test
  void declinesEndlessDepth() {
    String deep = "<d>".repeat(40) + "</d>".repeat(40);
    String message = ENVELOPE + "<e:Body><op>" + deep + "</op></e:Body></e:Envelope>";
    assertThatThrownBy(() -> read(message)).hasMessage("too-deep");
  }

  private static List<String> read(String message) {
    return read(message.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(byte[] message) {
    SoapReader soap = SoapReader.open(message);
    List<String> seen = new ArrayList<>(List.of(soap.name().getLocalPart()));
    soap.children(name -> {
      if (name.getLocalPart().startsWith("s") || name.getLocalPart().equals("d")) {
        soap.skip();
        seen.add("skipped " + name.getLocalPart());
      } else {
        seen.add(name.getLocalPart() + "=" + soap.text());
      }
    });
    soap.finish();
    return seen;
  }
}
