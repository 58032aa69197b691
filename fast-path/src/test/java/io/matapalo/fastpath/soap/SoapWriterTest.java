package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SoapWriterTest {

  @Test
  void escapesMarkup() {
    byte[] bytes = SoapWriter.of("n").openRoot("r").leaf("a", "x & <y> \r\n").close("r").bytes();
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains("<ns2:r xmlns:ns2=\"n\"><ns2:a>x &amp; &lt;y&gt; &#13;\n</ns2:a></ns2:r>");
  }

  @Test
  void replacesWhatXmlCannotCarry() {
    byte[] bytes = SoapWriter.fault(SoapWriter.FaultSide.CLIENT, "a\u0000b\uFFFFc");
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains("<faultcode>S:Client</faultcode><faultstring>a\uFFFDb\uFFFDc</faultstring>");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    long seed = 20_261_121L;
    System.out.println("seed " + seed);
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String text = text(random);
      byte[] bytes = SoapWriter.of("n").openRoot("r").leaf("a", text).close("r").bytes();
      List<String> read = new ArrayList<>();
      SoapReader soap = SoapReader.open(bytes);
      soap.children(name -> read.add(soap.text()));
      soap.finish();
      assertThat(read).containsExactly(text);
    }
  }

  private static String text(RandomGenerator random) {
    String alphabet = "ab <>&'\"\r\n\t]]>é€\uD83C\uDF9F";
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      int at =
          alphabet.offsetByCodePoints(
              0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
      text.appendCodePoint(alphabet.codePointAt(at));
    }
    return text.toString();
  }
}
