package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import java.io.IOException;
import java.util.function.Consumer;

/** Makes transactions of a log's events. Confined to one thread. */
public final class LogEvents {

  private final TransactionGatherer transactions;
  private final EventReading reading;

  /**
   * Of a log.
   *
   * @param maxKeys how many entries a transaction names before it means whole caches
   * @param ended is told each transaction when its end was read
   */
  public LogEvents(TableCatalogue catalogue, int maxKeys, Consumer<LogTransaction> ended) {
    this.transactions = new TransactionGatherer(catalogue, maxKeys, ended);
    this.reading = new EventReading(transactions::wants);
  }

  /** For a connection that begins after the last transaction that was told. */
  public EventDeserializer restarted() {
    transactions.restart();
    reading.forgetTables();
    return reading.deserializer();
  }

  /**
   * Takes the next event.
   *
   * @throws IOException when it is a compressed transaction that cannot be read
   */
  public void take(Event event) throws IOException {
    switch (event.getData()) {
      case TransactionPayloadEventData payload -> reading.forEach(payload, this::one);
      case null, default -> one(event);
    }
  }

  private void one(Event event) {
    transactions.take(event);
    if (!transactions.isOpen()) {
      reading.forgetTables();
    }
  }
}
