package io.matapalo.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.http2.FieldList.Field;
import io.matapalo.proxy.http2.RequestTranslation.Extent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTranslationTest {

  private static List<Field> post(String... more) {
    return fields(
        List.of(":method", "POST", ":scheme", "https", ":authority", "shop:1", ":path", "/a?b"),
        more);
  }

  private static List<Field> fields(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      fields.add(new Field(all.get(i), all.get(i + 1)));
    }
    return fields;
  }

  private static TranslatedRequest.Sound sound(List<Field> fields, Extent extent) {
    return (TranslatedRequest.Sound) RequestTranslation.of(fields, extent);
  }

  private static String flaw(List<Field> fields, Extent extent) {
    return ((TranslatedRequest.Flawed) RequestTranslation.of(fields, extent)).flaw().what();
  }

  @Test
  void headIsThatOfHttp11() {
    TranslatedRequest.Sound sound =
        sound(
            post("x-a", "1", "cookie", "c=1", "content-type", "text/xml", "cookie", "d=2"),
            Extent.WITH_BODY);
    assertThat(sound.head())
        .isEqualTo(
            """
            POST /a?b HTTP/1.1
            Host: shop:1
            x-a: 1
            content-type: text/xml
            cookie: c=1; d=2
            transfer-encoding: chunked

            """
                .replace("\n", "\r\n"));
    assertThat(sound.bodyLength()).isEqualTo(TranslatedRequest.CHUNKED);
    assertThat(sound.contentType()).isEqualTo("text/xml");
  }

  @Test
  void lengthIsKept() {
    TranslatedRequest.Sound sound = sound(post("content-length", "12"), Extent.WITH_BODY);
    assertThat(sound.bodyLength()).isEqualTo(12);
    assertThat(sound.head()).contains("content-length: 12\r\n").doesNotContain("chunked");
    assertThat(sound(post(), Extent.HEAD_ALONE).bodyLength()).isZero();
  }

  @Test
  void hostStandsForTheAuthority() {
    List<String> bare = List.of(":method", "GET", ":scheme", "https", ":path", "/");
    assertThat(sound(fields(bare, "host", "a"), Extent.HEAD_ALONE).head())
        .contains("\r\nHost: a\r\n");
    assertThat(flaw(fields(bare), Extent.HEAD_ALONE)).contains(":authority and host");
    assertThat(sound(post("host", "SHOP:1"), Extent.HEAD_ALONE).head())
        .containsOnlyOnce("shop:1")
        .doesNotContain("SHOP");
  }

  @ParameterizedTest
  @CsvSource({
    "content-length, 12, announces a body that does not come",
    "content-length, 1234567890123456789, no plain number",
    "content-length, '', no plain number",
    "host, other, host is another",
    ":path, /b, behind another",
    "te, gzip, te is another",
  })
  void flawIsNamed(String name, String value, String what) {
    assertThat(flaw(post("x", "y", name, value), Extent.HEAD_ALONE)).contains(what);
  }

  @Test
  void firstFlawIsTold() {
    assertThat(flaw(post("Upper", "1", "te", "gzip"), Extent.HEAD_ALONE)).contains("upper-case");
  }

  @Test
  void loginThatBindsAConnectionIsKnown() {
    assertThat(sound(post("authorization", "negotiate abc"), Extent.HEAD_ALONE).logsIn()).isTrue();
    assertThat(sound(post("authorization", "NTLM"), Extent.HEAD_ALONE).logsIn()).isTrue();
    assertThat(sound(post("authorization", "Basic NTLM"), Extent.HEAD_ALONE).logsIn()).isFalse();
  }

  @Test
  void trailersAreFieldsToo() {
    assertThat(FieldRules.flawOfTrailers(fields(List.of("x-sum", "1")))).isEmpty();
    assertThat(FieldRules.flawOfTrailers(fields(List.of(":path", "/")))).isPresent();
    assertThat(FieldRules.flawOfTrailers(fields(List.of("X", "1")))).isPresent();
  }
}
