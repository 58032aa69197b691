package io.matapalo.proxy.soap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations in bodies that are wrapped: packages of parts, gzip. */
class MessageReaderTest {

  private static final int MAX_UNPACKED = 4_000;
  private static final String ENVELOPE =
      "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>"
          + "<buy xmlns=\"urn:shop\"/></e:Body></e:Envelope>";
  private static final BodyContent BUY =
      new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("urn:shop", "buy"));
  private static final BodyContent NOTHING = new BodyContent.Unrecognised(Optional.empty());

  private final MessageReader reader = new MessageReader(MAX_UNPACKED);

  private BodyContent read(byte[] bytes, String encoding, String type) {
    return reader.read(
        bytes,
        Optional.of(encoding).filter(it -> !it.isEmpty()),
        type.isEmpty() ? ContentType.none() : ContentType.parse(type));
  }

  private BodyContent parts(String body, String parameters) {
    return read(
        body.replace("~", "\r\n").getBytes(ISO_8859_1), "", "multipart/related; " + parameters);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void firstPartIsTheRootUnlessAnotherIsNamed() {
    String xop = "Content-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"~";
    String image = "--b~Content-ID: <image>~~\0\1--b<e:Envelope~";
    assertThat(parts("--b~" + xop + "~" + ENVELOPE + "~" + image + "--b--~", "boundary=b"))
        .isEqualTo(BUY);
    assertThat(
            parts(
                "preamble~" + image + "--b~Content-Id: <r>~" + xop + "~" + ENVELOPE + "~--b--",
                "start=\"<r>\"; boundary=\"b\""))
        .isEqualTo(BUY);
    assertThat(parts(image + "--b~~" + ENVELOPE + "~--b--", "boundary=b")).isEqualTo(NOTHING);
  }

  @Test
  void rootPartMayBeCutAndHaveNoFields() {
    assertThat(parts("--b~~" + ENVELOPE.replaceFirst("/>.*", ">"), "boundary=b")).isEqualTo(BUY);
    assertThat(parts("--b \n\n" + ENVELOPE, "boundary=b")).isEqualTo(BUY);
    assertThat(parts("--b~A: b~~" + ENVELOPE, "boundary=b")).isEqualTo(BUY);
  }

  @Test
  void rootPartHasItsOwnCharset() {
    byte[] head = "--b\r\nContent-Type: text/xml;\r\n charset=utf-16be\r\n\r\n".getBytes(UTF_8);
    byte[] message = ENVELOPE.getBytes(UTF_16BE);
    byte[] all = Arrays.copyOf(head, head.length + message.length);
    System.arraycopy(message, 0, all, head.length, message.length);
    assertThat(read(all, "", "multipart/related; boundary=b; charset=us-ascii")).isEqualTo(BUY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boundary=c",
        "boundary=\"\"",
        "start=\"<a>\"",
        "boundary=b; start=\"<other>\"",
        "type=\"text/xml\""
      })
  void packageWithoutRootIsUnrecognised(String parameters) {
    assertThat(parts("--b~Content-ID: <a>~~" + ENVELOPE + "~--b--", parameters)).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--b", "--b~", "--b~A: b", "--b~A: b~", "--", "~--b~\r"})
  void cutPackageIsUnrecognised(String body) {
    assertThat(parts(body, "boundary=b")).isEqualTo(NOTHING);
  }

  @Test
  void partThatIsEncodedOnceMoreIsUnrecognised() {
    for (String encoding : new String[] {"base64", "quoted-printable"}) {
      String part = "--b~Content-Transfer-Encoding: " + encoding + "~~" + ENVELOPE;
      assertThat(parts(part, "boundary=b")).isEqualTo(NOTHING);
    }
    String plain = "--b~Content-Transfer-Encoding: Binary~~" + ENVELOPE;
    assertThat(parts(plain, "boundary=b")).isEqualTo(BUY);
  }

  @Test
  void gzipIsUnpackedAsFarAsItGoes() throws IOException {
    byte[] whole = gzip(ENVELOPE + " ".repeat(100_000));
    assertThat(read(whole, "gzip", "text/xml")).isEqualTo(BUY);
    assertThat(read(whole, "X-GZIP", "")).isEqualTo(BUY);
    assertThat(read(Arrays.copyOf(whole, whole.length - 9), "gzip", "")).isEqualTo(BUY);
    byte[] noise = gzip(ENVELOPE.replace("<e:Body>", "<!--" + "x".repeat(5_000) + "--><e:Body>"));
    assertThat(read(noise, "gzip", "")).as("beyond the bound").isInstanceOf(NOTHING.getClass());
  }

  @Test
  void gzipOfAPackageIsUnpackedTwice() throws IOException {
    assertThat(read(gzip("--b\n\n" + ENVELOPE), "gzip", "multipart/related; boundary=b"))
        .isEqualTo(BUY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "identity, gzip", "gzip,", "identity"})
  void otherCodingsAreNotUnpacked(String coding) throws IOException {
    assertThat(read(gzip(ENVELOPE), coding, "")).isEqualTo(NOTHING);
    assertThat(read(ENVELOPE.getBytes(UTF_8), coding, "")).isEqualTo(NOTHING);
  }

  /** What the I/O thread reads itself, and what it leaves to a worker. */
  @Test
  void onlyABoundedFirstPieceIsReadAtOnce() throws IOException {
    String late =
        ENVELOPE.replace(
            "<e:Body>",
            "<e:Header><a>"
                + "x".repeat(MessageReader.FIRST_PIECE_BYTES)
                + "</a></e:Header><e:Body>");
    String early = ENVELOPE + " ".repeat(MessageReader.FIRST_PIECE_BYTES);
    assertThat(atOnce(ENVELOPE, "text/xml")).contains(BUY);
    assertThat(atOnce("<broken", "text/xml")).contains(NOTHING);
    assertThat(atOnce(early, "text/xml")).contains(BUY);
    assertThat(atOnce("--b\n\n" + early, "multipart/related; boundary=b")).contains(BUY);
    assertThat(atOnce("{}".repeat(MessageReader.FIRST_PIECE_BYTES), "")).contains(NOTHING);
    assertThat(atOnce(late, "text/xml")).isEmpty();
    assertThat(atOnce("--b\n\n" + late, "multipart/related; boundary=b")).isEmpty();
    assertThat(reader.readAtOnce(gzip(ENVELOPE), Optional.of("gzip"), ContentType.none()))
        .isEmpty();
    assertThat(read(late.getBytes(UTF_8), "", "text/xml")).isEqualTo(BUY);
  }

  private Optional<BodyContent> atOnce(String body, String type) {
    return reader.readAtOnce(
        body.getBytes(UTF_8),
        Optional.empty(),
        type.isEmpty() ? ContentType.none() : ContentType.parse(type));
  }

  @Test
  void whatIsNoGzipIsUnrecognised() {
    for (String text : new String[] {"", "\u001f", ENVELOPE}) {
      assertThat(read(text.getBytes(UTF_8), "gzip", "")).isEqualTo(NOTHING);
    }
  }
}
