package io.matapalo.proxy.soap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.aalto.in.ReaderConfig;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One factory for the life of the proxy kept each name of each client, without a bound. */
final class ParserFactoryTest {

  private static final int CLIENTS = 50_000;
  private static final int MESSAGES_OF_EACH = 20;
  private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

  private final ParserFactory parsers = new ParserFactory();
  private final SoapReader reader = new SoapReader(parsers);

  @Test
  void aMillionMessagesOfManyClientsLeaveSomeThousandNames() {
    int most = 0;
    for (int client = 0; client < CLIENTS; client++) {
      byte[] message = message("", "a" + client);
      for (int i = 0; i < MESSAGES_OF_EACH; i++) {
        reader.read(message, ContentType.none());
      }
      most = Math.max(most, namesKept());
    }
    assertThat(most).isBetween(1, ParserFactory.NAMES_PER_FACTORY);
  }

  @Test
  void attributesAreNamesToo() {
    int most = 0;
    for (int client = 0; client < ParserFactory.NAMES_PER_FACTORY; client++) {
      String operation =
          "op a%1$d='' b%1$d='' c%1$d='' d%1$d='' e%1$d='' f%1$d='' g%1$d='' h%1$d=''"
              .formatted(client);
      reader.read(message("", operation), ContentType.none());
      most = Math.max(most, namesKept());
    }
    assertThat(most).isBetween(100, ParserFactory.NAMES_PER_FACTORY);
  }

  @Test
  void aHeaderOfVeryManyNamesIsNotRecognisedAndLeavesNone() {
    byte[] elements = message("<e:Header>" + many("<h%d/>") + "</e:Header>", "a");
    byte[] attributes =
        message("<e:Header><h" + many(" b%d='' c%<d='' d%<d=''") + "/></e:Header>", "a");

    assertThat(reader.read(elements, ContentType.none()))
        .isInstanceOf(BodyContent.Unrecognised.class);
    assertThat(reader.read(attributes, ContentType.none()))
        .isInstanceOf(BodyContent.Unrecognised.class);
    assertThat(namesKept()).isZero();
  }

  @Test
  void aHeaderWithinTheBoundsIsReadOver() {
    byte[] message =
        message("<e:Header>" + many("<h%d/>").substring(0, 100 * 5) + "</e:Header>", "a");

    assertThat(reader.read(message, ContentType.none())).isInstanceOf(BodyContent.Operation.class);
  }

  private static byte[] message(String header, String operation) {
    return "<e:Envelope xmlns:e='%s'>%s<e:Body><%s/></e:Body></e:Envelope>"
        .formatted(SOAP, header, operation)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String many(String element) {
    return IntStream.range(0, SoapReader.MAX_ELEMENTS)
        .mapToObj(element::formatted)
        .collect(Collectors.joining());
  }

  /** From the parser's own table. */
  private int namesKept() {
    InputFactoryImpl factory = (InputFactoryImpl) parsers.inUse();
    ReaderConfig table = factory.getNonSharedConfig(null, null, null, false, false);
    table.setActualEncoding("UTF-8");
    return table.getBBSymbols().size();
  }
}
