package io.matapalo.perf.cards;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form is planted and found. */
class CardNumberSearchTest {
  private static final String CARD = "4556737586899855";
  private static final CardNumberSearch SEARCH = CardNumberSearch.forNumbers(List.of(CARD));

  @TempDir Path folder;

  private static List<CardFinding> found(byte[] bytes) {
    return SEARCH.in("bytes", new ByteArrayInputStream(bytes));
  }

  private static List<CardFinding> found(String text) {
    return found(text.getBytes(ISO_8859_1));
  }

  @Test
  void plainAndGroupedAreFoundWithTheirOffset() {
    assertThat(found("card=" + CARD + ";"))
        .containsExactly(new CardFinding("bytes", 5, CardForm.PLAIN, "9855"));
    assertThat(found("on 4556 7375 8689 9855"))
        .containsExactly(new CardFinding("bytes", 3, CardForm.GROUPED, "9855"));
    assertThat(found("4556-7375-8689-9855"))
        .containsExactly(new CardFinding("bytes", 0, CardForm.GROUPED, "9855"));
  }

  @Test
  void fifteenDigitsAreFoundInBothGroupings() {
    CardNumberSearch search = CardNumberSearch.forNumbers(List.of("378282246310005"));
    for (String text : List.of("3782 8224 6310 005", "3782 822463 10005", "3782-822463-10005")) {
      assertThat(search.in("text", new ByteArrayInputStream(text.getBytes(US_ASCII))))
          .extracting(CardFinding::form)
          .containsExactly(CardForm.GROUPED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "{\"number\":\"", "xy{\"n\":\""})
  void base64IsFoundAtEveryAlignment(String before) {
    for (String number : List.of(CARD, "4556 7375 8689 9855")) {
      for (String after : List.of("", "\"", "\"}", "\"}}", "and more")) {
        byte[] text = (before + number + after).getBytes(US_ASCII);
        assertThat(found(Base64.getEncoder().encode(text)))
            .as("standard, %d before, %d after", before.length(), after.length())
            .extracting(CardFinding::form)
            .containsExactly(CardForm.BASE64);
        assertThat(found(Base64.getUrlEncoder().withoutPadding().encode(text)))
            .extracting(CardFinding::form)
            .containsExactly(CardForm.BASE64);
      }
    }
  }

  @Test
  void hexIsFoundInBothCases() {
    byte[] grouped = "4556-7375-8689-9855".getBytes(US_ASCII);
    assertThat(found("ff" + HexFormat.of().formatHex(CARD.getBytes(US_ASCII)) + "00"))
        .contains(new CardFinding("bytes", 2, CardForm.HEX, "9855"));
    assertThat(found(HexFormat.of().withUpperCase().formatHex(grouped)))
        .contains(new CardFinding("bytes", 0, CardForm.HEX, "9855"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%34%35%35%36%37%33%37%35%38%36%38%39%39%38%35%35",
        "4556%207375%208689%209855",
        "4556+7375+8689+9855",
        "4556%2D7375%2D8689%2D9855"
      })
  void urlEncodedIsFound(String text) {
    assertThat(found("n=" + text + "&"))
        .containsExactly(new CardFinding("bytes", 2, CardForm.URL_ENCODED, "9855"));
  }

  @Test
  void utf16IsFoundInBothOrders() {
    assertThat(found(("é" + CARD).getBytes(UTF_16LE)))
        .contains(new CardFinding("bytes", 2, CardForm.UTF_16LE, "9855"));
    assertThat(found(("é" + CARD).getBytes(UTF_16BE)))
        .contains(new CardFinding("bytes", 2, CardForm.UTF_16BE, "9855"));
  }

  @Test
  void integersAndPackedDigitsAreFound() {
    long value = Long.parseLong(CARD);
    for (long written : new long[] {value, Long.reverseBytes(value), value ^ Long.MIN_VALUE}) {
      assertThat(found(ByteBuffer.allocate(10).put((byte) 7).putLong(written).array()))
          .extracting(CardFinding::form)
          .containsExactly(CardForm.BINARY);
    }
    assertThat(found(HexFormat.of().parseHex("00" + CARD + "ff")))
        .containsExactly(new CardFinding("bytes", 1, CardForm.BINARY, "9855"));
  }

  @Test
  void otherNumbersAndPartsAreNotFound() {
    assertThat(found("4556737586899854 455673758689985 4556 7375 8689 985 9855")).isEmpty();
  }

  @Test
  void bordersOfBuffersDoNotMatter() {
    // Every number of bytes a read, down to one, cuts the number somewhere else.
    byte[] bytes = ("x".repeat(50) + CARD + "y".repeat(50)).getBytes(US_ASCII);
    for (int most = 1; most <= 20; most++) {
      assertThat(SEARCH.in("bytes", slowly(bytes, most)))
          .containsExactly(new CardFinding("bytes", 50, CardForm.PLAIN, "9855"));
    }
    byte[] large = new byte[200_000];
    Arrays.fill(large, (byte) '4');
    for (int offset = 65_536 - 17; offset <= 65_536 + 1; offset++) {
      byte[] copy = large.clone();
      System.arraycopy(CARD.getBytes(US_ASCII), 0, copy, offset, 16);
      assertThat(found(copy))
          .containsExactly(new CardFinding("bytes", offset, CardForm.PLAIN, "9855"));
    }
  }

  @Test
  void filesBelowFoldersAreSearchedGzipInside() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(deep.resolve("clean.log"), "nothing here");
    Files.writeString(deep.resolve("dirty.log"), "x" + CARD);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(deep.resolve("old.log.gz")))) {
      out.write(("yy" + CARD).getBytes(US_ASCII));
    }
    Files.writeString(deep.resolve("not-really.gz"), "zzz" + CARD);

    assertThat(SEARCH.in(folder))
        .containsExactlyInAnyOrder(
            new CardFinding(deep.resolve("dirty.log").toString(), 1, CardForm.PLAIN, "9855"),
            new CardFinding(deep.resolve("old.log.gz") + "!content", 2, CardForm.PLAIN, "9855"),
            new CardFinding(deep.resolve("not-really.gz").toString(), 3, CardForm.PLAIN, "9855"));
  }

  @Test
  void manyNumbersAmongNoiseAreAllFound() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    List<String> numbers =
        random
            .longs(100, 1_000_000_000_000_000L, 9_999_999_999_999_999L)
            .mapToObj(String::valueOf)
            .toList();
    byte[] noise = new byte[4_000_000];
    random.nextBytes(noise);
    for (int i = 0; i < numbers.size(); i++) {
      byte[] number = numbers.get(i).getBytes(US_ASCII);
      System.arraycopy(number, 0, noise, i * 40_000, number.length);
    }

    assertThat(CardNumberSearch.forNumbers(numbers).in("noise", new ByteArrayInputStream(noise)))
        .as("seed %d", seed)
        .hasSize(100);
  }

  @Test
  void findingsAndErrorsDoNotShowTheNumber() {
    assertThat(found(CARD)).singleElement().asString().doesNotContain("4556").contains("…9855");
    assertThatThrownBy(() -> CardNumberSearch.forNumbers(List.of("45567x")))
        .hasMessageNotContaining("45567");
    assertThatThrownBy(() -> CardNumberSearch.forNumbers(List.of()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> SEARCH.in(folder.resolve("none")))
        .hasMessageContaining("nothing to search");
  }

  private static InputStream slowly(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, most));
      }
    };
  }
}
