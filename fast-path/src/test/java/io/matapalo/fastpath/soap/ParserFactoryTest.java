package io.matapalo.fastpath.soap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;

/** One factory for the life of a process kept each name of each client, without a bound. */
final class ParserFactoryTest {

  private static final int CLIENTS = 50_000;
  private static final int MESSAGES_OF_EACH = 20;
  private static final String BEFORE =
      "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>";
  private static final String BEHIND = "</e:Body></e:Envelope>";

  @Test
  void aMillionMessagesOfManyClientsLeaveSomeThousandNames() throws XMLStreamException {
    ParserFactory parsers = new ParserFactory();
    int most = 0;
    for (int client = 0; client < CLIENTS; client++) {
      String message = "<a" + client + "/>";
      for (int i = 0; i < MESSAGES_OF_EACH; i++) {
        read(parsers.parser(new StringReader(message)));
        parsers.wereRead(1);
      }
      most = Math.max(most, namesKept(parsers));
    }
    assertThat(most).isBetween(1, ParserFactory.NAMES_PER_FACTORY);
  }

  /** The reader of messages must tell the factory what it has read, attributes too. */
  @Test
  void messagesThatAreReadToTheirEndAreTold() throws XMLStreamException {
    ParserFactory parsers = new ParserFactory();
    int most = 0;
    for (int client = 0; client < ParserFactory.NAMES_PER_FACTORY; client++) {
      String operation =
          "<op a%1$d='' b%1$d='' c%1$d='' d%1$d='' e%1$d='' f%1$d='' g%1$d='' h%1$d=''/>"
              .formatted(client);
      String message = BEFORE + operation + BEHIND;
      SoapReader soap = SoapReader.open(message.getBytes(StandardCharsets.UTF_8), parsers);
      soap.skip();
      soap.finish();
      most = Math.max(most, namesKept(parsers));
    }
    assertThat(most).isBetween(100, ParserFactory.NAMES_PER_FACTORY);
  }

  @Test
  void clientsThatRepeatTheirNamesShareAFactory() {
    ParserFactory parsers = new ParserFactory();
    var first = parsers.inUse();
    parsers.wereRead(ParserFactory.NAMES_PER_FACTORY - 1);
    assertThat(parsers.inUse()).isSameAs(first);
    parsers.wereRead(1);
    assertThat(parsers.inUse()).isNotSameAs(first);
  }

  private static void read(XMLStreamReader parser) throws XMLStreamException {
    while (parser.hasNext()) {
      parser.next();
    }
  }

  /** From the parser's own table. */
  private static int namesKept(ParserFactory parsers) {
    InputFactoryImpl factory = (InputFactoryImpl) parsers.inUse();
    return factory.getNonSharedConfig(null, null, null, false, false).getCBSymbols().size();
  }
}
