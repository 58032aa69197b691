package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Whatever is read: a cut message never means another operation, and nothing makes it throw. */
class SoapReaderPropertyTest {

  private static final long SEED = 20_261_121L;
  private static final BodyContent BUY =
      new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("urn:shop", "buyNow"));

  private static final String MESSAGE =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- a --><e:Envelope a=\"b\" "
          + "xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><h:Body "
          + "xmlns:h=\"urn:h\">\u00e4</h:Body></e:Header>\n<e:Body id='1'><!-- b --><x:buyNow "
          + "xmlns:x=\"urn:shop\" c=\"d\"><x:buy/></x:buyNow></e:Body></e:Envelope>";

  private final SoapReader reader = new SoapReader();

  @Test
  void cutAnywhereItIsUndecidedOrTheSame() {
    byte[] bytes = MESSAGE.getBytes(StandardCharsets.UTF_8);
    boolean decided = false;
    for (int end = 0; end <= bytes.length; end++) {
      BodyContent content = reader.read(Arrays.copyOf(bytes, end), ContentType.none());
      if (content instanceof BodyContent.Unrecognised) {
        assertThat(decided).as("undecided again at %d", end).isFalse();
      } else {
        assertThat(content).as("cut at %d", end).isEqualTo(BUY);
        decided = true;
      }
    }
    assertThat(decided).isTrue();
  }

  @Test
  void garbageNeverThrows() {
    RandomGenerator random = random();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = '<';
      }
      assertThat(reader.read(bytes, ContentType.none())).isNotNull();
    }
  }

  @Test
  void mutatedMessagesNeverThrow() {
    RandomGenerator random = random();
    byte[] original = MESSAGE.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = original.clone();
      int mutations = 1 + random.nextInt(4);
      for (int j = 0; j < mutations; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(reader.read(bytes, ContentType.none())).isNotNull();
    }
  }

  private static RandomGenerator random() {
    System.out.println("seed " + SEED);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }
}
