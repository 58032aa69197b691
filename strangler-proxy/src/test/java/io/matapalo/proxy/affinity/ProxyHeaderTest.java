package io.matapalo.proxy.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both versions of the header of the PROXY protocol. */
class ProxyHeaderTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static ProxyHeader text(String line) {
    return ProxyHeader.parse(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static ProxyHeader hex(String digits) {
    return ProxyHeader.parse(
        ByteBuffer.wrap(HexFormat.of().parseHex((SIGNATURE + digits).replace(" ", ""))));
  }

  private static ProxyHeader complete(int length, String address, int port) {
    return new ProxyHeader.Complete(
        length, Optional.of(new ProxyHeader.Source(IpAddress.parse(address).orElseThrow(), port)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROXY TCP4 192.0.2.1 10.0.0.1 56324 443 | 192.0.2.1 | 56324",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535 | 255.255.255.255 | 65535",
        "PROXY TCP6 2001:db8::1 ::1 1 0 | 2001:db8::1 | 1"
      })
  void lineNamesTheClient(String line, String address, int port) {
    assertThat(text(line + "\r\nGET / HTTP/1.1\r\n"))
        .isEqualTo(complete(line.length() + 2, address, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff:f:f ffff 65535 65535"})
  void unknownClientIsNone(String line) {
    assertThat(text(line + "\r\n"))
        .isEqualTo(new ProxyHeader.Complete(line.length() + 2, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PUT / HTTP/1.1\r\n",
        "PROXY\r\n",
        "PROXY \r\n",
        "proxy TCP4 192.0.2.1 10.0.0.1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 1\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 1 2 3\r\n",
        "PROXY  TCP4 192.0.2.1 10.0.0.1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 1 2 \r\n",
        "PROXY TCP4 2001:db8::1 ::1 1 2\r\n",
        "PROXY TCP6 192.0.2.1 10.0.0.1 1 2\r\n",
        "PROXY TCP4 192.0.2.256 10.0.0.1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 host 1 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 -1 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 01 2\r\n",
        "PROXY TCP4 192.0.2.1 10.0.0.1 1 x\r\n",
        "PROXY UDP4 192.0.2.1 10.0.0.1 1 2\r\n"
      })
  void otherLineIsRefused(String line) {
    assertThat(text(line)).isInstanceOf(ProxyHeader.Malformed.class);
  }

  @Test
  void lineWithoutEndIsRefusedAtItsBound() {
    assertThat(text("PROXY UNKNOWN " + "x".repeat(92))).isInstanceOf(ProxyHeader.Incomplete.class);
    assertThat(text("PROXY UNKNOWN " + "x".repeat(93))).isInstanceOf(ProxyHeader.Malformed.class);
  }

  @Test
  void binaryHeaderNamesTheClient() {
    assertThat(hex("21 11 000c c0000201 0a000001 dc04 01bb 474554"))
        .isEqualTo(complete(28, "192.0.2.1", 0xdc04));
    String v6 = "20010db8000000000000000000000001";
    assertThat(hex("21 21 0024" + v6 + v6 + "0001 0002")).isEqualTo(complete(52, "2001:db8::1", 1));
    assertThat(hex("21 11 0010 c0000201 0a000001 dc04 01bb 04000100"))
        .isEqualTo(complete(32, "192.0.2.1", 0xdc04));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 0000",
        "20 11 000c c0000201 0a000001 dc04 01bb",
        "21 00 0000",
        "21 12 000c c0000201 0a000001 dc04 01bb",
        "21 00 0003 010203"
      })
  void balancerThatSpeaksForItselfNamesNobody(String digits) {
    assertThat(hex(digits))
        .isInstanceOfSatisfying(
            ProxyHeader.Complete.class, header -> assertThat(header.source()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c c0000201 0a000001 dc04 01bb",
        "31 11 000c c0000201 0a000001 dc04 01bb",
        "22 11 000c c0000201 0a000001 dc04 01bb",
        "21 41 000c c0000201 0a000001 dc04 01bb",
        "21 13 000c c0000201 0a000001 dc04 01bb",
        "21 11 000b c0000201 0a000001 dc04 01",
        "21 21 0023 20010db8000000000000000000000001 20010db8000000000000000000000001 000100",
        "21 11 ffff"
      })
  void otherBinaryHeaderIsRefused(String digits) {
    assertThat(hex(digits)).isInstanceOf(ProxyHeader.Malformed.class);
  }

  /** A header may come byte by byte, and the buffer is left as it was. */
  @Test
  void everyBeginningIsIncomplete() {
    byte[] line = "PROXY TCP4 192.0.2.1 10.0.0.1 1 2\r\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] binary = HexFormat.of().parseHex(SIGNATURE + "2111000cc00002010a000001dc0401bb");
    for (byte[] whole : new byte[][] {line, binary}) {
      for (int length = 0; length < whole.length; length++) {
        ByteBuffer bytes = ByteBuffer.wrap(whole, 0, length);
        assertThat(ProxyHeader.parse(bytes)).isInstanceOf(ProxyHeader.Incomplete.class);
        assertThat(bytes.position()).isZero();
      }
      assertThat(ProxyHeader.parse(ByteBuffer.wrap(whole)))
          .isInstanceOf(ProxyHeader.Complete.class);
    }
  }
}
