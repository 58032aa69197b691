package io.matapalo.proxy.soap;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLInputFactory;

/**
 * Makes factories of parsers. A factory of Aalto keeps each name that its parsers have met, so that
 * a parser finds a known name without making it again; nothing ever leaves that table, and a parser
 * copies the table when it adds to it. One factory for the life of the proxy would therefore make
 * each message slower, on the I/O thread. A fresh factory takes its place after {@value
 * #NAMES_PER_FACTORY} names read. Thread-safe.
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

  XMLInputFactory inUse() {
    return current.get().factory;
  }

  /** To be told once for each parser that is closed, because only closing adds names. */
  void wereRead(int names) {
    Generation generation = current.get();
    if (generation.namesRead.addAndGet(names) >= NAMES_PER_FACTORY) {
      current.compareAndSet(generation, new Generation());
    }
  }

  private static XMLInputFactory factory() {
    InputFactoryImpl factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }
}
