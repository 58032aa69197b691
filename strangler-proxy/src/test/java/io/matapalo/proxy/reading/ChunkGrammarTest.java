package io.matapalo.proxy.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of RFC 9112 §7.1: a row for each production, and for each way to violate it. */
class ChunkGrammarTest {

  /** Feeds pieces of one size; {@code ~} stands for CRLF. */
  private static String decode(ChunkGrammar grammar, String text, int pieceSize)
      throws MalformedRequestException {
    byte[] bytes =
        text.replace("~", "\r\n")
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\0", "\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < bytes.length; from += pieceSize) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(pieceSize, bytes.length - from));
      for (int n = grammar.available(piece); n > 0; n = grammar.available(piece)) {
        out.write(piece.get());
        grammar.moved(1);
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "last-chunk of one zero            | 0~~                            | -",
        "last-chunk of several zeros       | 000~~                          | -",
        "chunk                             | 3~abc~0~~                      | abc",
        "chunk-size with leading zeros     | 003~abc~0~~                    | abc",
        "chunk-size of 15 digits           | 000000000000003~abc~0~~        | abc",
        "chunk-size in upper case          | A~0123456789~0~~               | 0123456789",
        "chunk-size in lower case          | a~0123456789~0~~               | 0123456789",
        "several chunks                    | 1~a~2~bc~0~~                   | abc",
        "chunk-data that looks like chunks | a~0~~5~ab~0~~                  | 0~~5~ab",
        "chunk-ext name                    | 3;x~abc~0~~                    | abc",
        "chunk-ext of the last chunk       | 3~abc~0;x=1~~                  | abc",
        "chunk-ext token value             | 3;x=1.a~abc~0~~                | abc",
        "chunk-ext quoted value            | 3;x=\"a;=b\"~abc~0~~           | abc",
        "chunk-ext empty quoted value      | 3;x=\"\"~abc~0~~               | abc",
        "chunk-ext quoted-pair             | 3;x=\"a\\\"b\\\\\"~abc~0~~     | abc",
        "chunk-ext obs-text                | 3;x=\"\u00e4\"~abc~0~~         | abc",
        "chunk-ext several                 | 3;x;y=1;z=\"2\"~abc~0~~        | abc",
        "chunk-ext BWS before semicolon    | 3 ;x~abc~0~~                   | abc",
        "chunk-ext BWS after semicolon     | 3; \tx~abc~0~~                 | abc",
        "chunk-ext BWS around equals       | 3;x = 1~abc~0~~                | abc",
        "chunk-ext BWS after a value       | 3;x=1 ;y=\"2\" ;z~abc~0~~      | abc",
        "trailer-section of one field      | 3~abc~0~X-A: b~~               | abc",
        "trailer-section of two fields     | 3~abc~0~X-A: b~X-B:~~          | abc",
        "trailer with obs-text and tab     | 3~abc~0~X-A: \u00e4\tb~~       | abc",
      })
  void productionIsTaken(String production, String text, String data)
      throws MalformedRequestException {
    String expected = data.equals("-") ? "" : data.replace("~", "\r\n");
    for (int size = 1; size <= 2 * text.length(); size++) {
      ChunkGrammar grammar = new ChunkGrammar();
      assertThat(decode(grammar, text, size)).as(production).isEqualTo(expected);
      assertThat(grammar.isComplete()).as(production).isTrue();
    }
    for (int end = 0; end < text.length(); end++) {
      ChunkGrammar grammar = new ChunkGrammar();
      decode(grammar, text.substring(0, end), 5);
      assertThat(grammar.isComplete()).as("%s, cut at %d", production, end).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "chunk-size absent                 | ~abc~0~~",
        "chunk-size absent before an ext   | ;x~abc~0~~",
        "chunk-size not hexadecimal        | g~abc~0~~",
        "chunk-size with sign              | +3~abc~0~~",
        "chunk-size negative               | -3~abc~0~~",
        "chunk-size with prefix            | 0x3~abc~0~~",
        "chunk-size with underscore        | 0_3~abc~0~~",
        "chunk-size in other digits        | \u00b3~abc~0~~",
        "chunk-size after a blank          | \\s3~abc~0~~",
        "chunk-size of 16 digits           | 0000000000000003~abc~0~~",
        "chunk-size followed by blanks     | 3 ~abc~0~~",
        "chunk-size followed by a comma    | 3,3~abc~0~~",
        "chunk-size ended by LF            | 3\\nabc~0~~",
        "chunk-size ended by CR            | 3\\rabc~0~~",
        "chunk-size ended by two CR        | 3\\r~abc~0~~",
        "chunk-size followed by NUL        | 3\\0~abc~0~~",
        "chunk-ext without name            | 3;~abc~0~~",
        "chunk-ext name of a bad byte      | 3;(~abc~0~~",
        "chunk-ext without value           | 3;x=~abc~0~~",
        "chunk-ext with two values         | 3;x=1=2~abc~0~~",
        "chunk-ext with a blank in a name  | 3;x y~abc~0~~",
        "chunk-ext value then a word       | 3;x=1 y~abc~0~~",
        "chunk-ext blank at the end        | 3;x ~abc~0~~",
        "chunk-ext blank after the value   | 3;x=1 ~abc~0~~",
        "chunk-ext value of a bad byte     | 3;x=(~abc~0~~",
        "chunk-ext bytes after a quote     | 3;x=\"1\"2~abc~0~~",
        "chunk-ext quote not closed        | 3;x=\"1~abc~0~~",
        "chunk-ext quoted NUL              | 3;x=\"\\0\"~abc~0~~",
        "chunk-ext quoted-pair of LF       | 3;x=\"\\\\n\"~abc~0~~",
        "chunk-ext ended by LF             | 3;x\\nabc~0~~",
        "chunk-ext quoted LF               | 3;x=\"\\n\"~abc~0~~",
        "chunk-data longer than its size   | 2~abc~0~~",
        "chunk-data shorter than its size  | 4~abc~0~~",
        "chunk-data ended by LF            | 3~abc\\n0~~",
        "chunk-data ended by CR            | 3~abc\\r0~~",
        "chunk-data not ended              | 3~abc0~~",
        "last-chunk ended by LF            | 0\\n\\n",
        "last-chunk, body ended by LF      | 0~\\n",
        "trailer without colon             | 0~abc~~",
        "trailer without name              | 0~: a~~",
        "trailer with a blank in its name  | 0~X A: a~~",
        "trailer with a blank before colon | 0~X-A : a~~",
        "trailer folded                    | 0~X-A: a~ b~~",
        "trailer ended by LF               | 0~X-A: a\\n~",
        "trailer with NUL                  | 0~X-A: \\0~~",
        "trailer with a control character  | 0~X-A: \u0001~~",
        "trailer with a bare CR            | 0~X-A: a\\rb~~",
        "body ended by CR alone            | 0~\\ra",
      })
  void violationIsRefused(String violation, String text) {
    String input = text.strip().replace("\\s", " ");
    for (int size = 1; size <= text.length(); size += 4) {
      int pieceSize = size;
      assertThatThrownBy(() -> decode(new ChunkGrammar(), input, pieceSize))
          .as(violation)
          .isInstanceOf(MalformedRequestException.class);
    }
  }

  @Test
  void extensionsAndTrailersOfABodyAreBoundedTogether() throws MalformedRequestException {
    int half = ChunkGrammar.MAX_OVERHEAD_BYTES / 2;
    String within = "1;" + "x".repeat(half - 10) + "~a~0~X: " + "y".repeat(half - 10) + "~~";
    assertThat(decode(new ChunkGrammar(), within, 1000)).isEqualTo("a");
    for (String beyond :
        new String[] {
          "1;" + "x".repeat(2 * half + 1) + "~a~0~~",
          "1;x~a~".repeat(half + 1) + "0~~",
          "0~" + "X: y~".repeat(half) + "~"
        }) {
      assertThatThrownBy(() -> decode(new ChunkGrammar(), beyond, 1000))
          .isInstanceOf(MalformedRequestException.class)
          .hasMessage("chunk extensions and trailers exceed 16384 bytes");
    }
  }
}
