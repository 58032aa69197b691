package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a message is what a parser finds, whatever follows or comes before. */
class KnownBeginningsTest {

  private static final long SEED = 20_261_129L;
  private static final String ENVELOPE =
      "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>";

  private final ParserFactory parsers = new ParserFactory();
  private final KnownBeginnings known = new KnownBeginnings();
  private final SoapReader reader = new SoapReader(parsers, known);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] message(String operation) {
    return bytes(ENVELOPE + "<e:Body>" + operation + "</e:Body></e:Envelope>");
  }

  private BodyContent unlearned(byte[] message) {
    return new SoapReader(parsers, new KnownBeginnings()).read(message, ContentType.none());
  }

  private void expectTheSame(byte[] message) {
    BodyContent wanted = unlearned(message);
    for (int i = 0; i < 3; i++) {
      assertThat(reader.read(message, ContentType.none()))
          .as(() -> new String(message, StandardCharsets.UTF_8))
          .isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<buy xmlns='urn:shop'><line/></buy>",
        "<buy xmlns='urn:shop'/>",
        "<s:buy xmlns:s='urn:shop'>1</s:buy>",
        "<buy\n\txmlns='urn:shop' ></buy>",
        "<!-- <look> --><s:buy note='a > b' xmlns:s='urn:shop'/>",
        "<b\u00fcy xmlns='urn:shop'/>",
        "<buyer xmlns='urn:shop'/>",
        "<buy xmlns='urn:shop2'/>"
      })
  void aBeginningSeenTwiceIsKnown(String operation) {
    expectTheSame(message(operation));
    assertThat(known.size()).isEqualTo(1);
    byte[] other = message(operation.replaceFirst("/?>$", "><other/>"));
    expectTheSame(other);
  }

  @Test
  void beginningsThatAreNearlyAlikeAreToldApart() {
    String[] operations = {
      "<a xmlns='u'/>", "<a xmlns='u'>", "<a xmlns='u2'/>", "<ab xmlns='u'/>", "<a  xmlns='u'/>"
    };
    for (String operation : operations) {
      expectTheSame(message(operation));
    }
    for (String operation : operations) {
      expectTheSame(message(operation + "<b/>"));
    }
    assertThat(known.size()).isEqualTo(operations.length);
  }

  @Test
  void changedMessagesAreReadAsByAParserThatKnowsNone() {
    byte[] original = message("<s:buy xmlns:s='urn:shop' id='1'><line>2</line></s:buy>");
    expectTheSame(original);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = original.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[random.nextInt(changed.length)] = original[random.nextInt(original.length)];
      }
      expectTheSame(changed);
    }
  }

  @Test
  void messagesWithHeaderEntriesAreNotKept() {
    byte[] message =
        bytes(
            ENVELOPE
                + "<e:Header><id>1</id></e:Header><e:Body><buy xmlns='urn:shop'/></e:Body>"
                + "</e:Envelope>");
    expectTheSame(message);
    assertThat(known.size()).isZero();
  }

  @Test
  void otherEncodingsAreNotKept() {
    byte[] message =
        ("<?xml version='1.0' encoding='ISO-8859-1'?>" + ENVELOPE + "<e:Body><b\u00fcy/></e:Body>")
            .getBytes(StandardCharsets.ISO_8859_1);
    expectTheSame(message);
    ContentType latin = new ContentType("text/xml", Map.of("charset", "iso-8859-1"));
    reader.read(message("<buy/>"), latin);
    reader.read(message("<buy/>"), latin);
    assertThat(known.size()).isZero();
  }

  @Test
  void thereIsABound() {
    int most = 0;
    for (int i = 0; i < 3 * KnownBeginnings.MOST; i++) {
      byte[] message = message("<op" + i + " xmlns='urn:shop'/>");
      reader.read(message, ContentType.none());
      reader.read(message, ContentType.none());
      most = Math.max(most, known.size());
    }
    assertThat(most).isEqualTo(KnownBeginnings.MOST);
    byte[] longer = message("<op note='" + "a".repeat(KnownBeginnings.MOST_BYTES) + "'/>");
    int before = known.size();
    expectTheSame(longer);
    assertThat(known.size()).isEqualTo(before);
  }
}
