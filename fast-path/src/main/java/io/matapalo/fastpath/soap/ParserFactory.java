package io.matapalo.fastpath.soap;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.Reader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Makes parsers. A factory of Aalto keeps each name that its parsers have met, so that a parser
 * finds a known name without making it again; nothing ever leaves that table. One factory for the
 * life of a process would therefore grow with each client's names, and a parser copies the table
 * when it adds to it. A fresh factory takes its place after {@value #NAMES_PER_FACTORY} names read:
 * an ordinary client repeats its names, and about a hundred messages share one table. Thread-safe.
 */
final class ParserFactory {

  /** Names read, known ones among them: an upper bound of the names kept. */
  static final int NAMES_PER_FACTORY = 2_000;

  private final AtomicReference<Generation> current = new AtomicReference<>(new Generation());

  /** A factory and how many names were read by its parsers. Thread-safe. */
  private static final class Generation {
    private final XMLInputFactory factory = factory();
    private final AtomicInteger namesRead = new AtomicInteger();
  }

  XMLStreamReader parser(Reader message) throws XMLStreamException {
    return current.get().factory.createXMLStreamReader(message);
  }

  /** To be told once for each message that was read to its end, the only ones that add names. */
  void wereRead(int names) {
    Generation generation = current.get();
    if (generation.namesRead.addAndGet(names) >= NAMES_PER_FACTORY) {
      current.compareAndSet(generation, new Generation());
    }
  }

  /** The factory in use, for the test that counts its names. */
  XMLInputFactory inUse() {
    return current.get().factory;
  }

  private static XMLInputFactory factory() {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    // Lazily parsed text reports its errors as other exceptions, elsewhere.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    return factory;
  }
}
