package io.matapalo.fastpath.invalidation.binlog;

import com.github.luben.zstd.ZstdInputStream;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeader;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.FormatDescriptionEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads events by the library, but rows only of tables that are wanted; rows that it cannot read
 * are told as such and never lost. Confined to one thread.
 */
final class EventReading {

  private static final int TABLE_ID_BYTES = 6;
  private static final int FLAGS_AND_LENGTH = 3;
  private static final int COMPRESSION = 2;
  private static final int NOT_COMPRESSED = 255;

  private final LongPredicate wanted;
  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final RawHeader.Reader headers = new RawHeader.Reader();

  /** By the number that the log gives to a table. */
  EventReading(LongPredicate wanted) {
    this.wanted = wanted;
  }

  /** For one stream of events. */
  EventDeserializer deserializer() {
    EventDeserializer events = new Stream();
    var written = new WriteRowsEventDataDeserializer(tables);
    var writtenMore =
        new WriteRowsEventDataDeserializer(tables).setMayContainExtraInformation(true);
    var updated = new UpdateRowsEventDataDeserializer(tables);
    var updatedMore =
        new UpdateRowsEventDataDeserializer(tables).setMayContainExtraInformation(true);
    var deleted = new DeleteRowsEventDataDeserializer(tables);
    var deletedMore =
        new DeleteRowsEventDataDeserializer(tables).setMayContainExtraInformation(true);
    // The library sets this by an event deserializer only.
    new EventDeserializer(
            headers,
            new NullEventDataDeserializer(),
            Map.of(
                EventType.WRITE_ROWS, written,
                EventType.EXT_WRITE_ROWS, writtenMore,
                EventType.UPDATE_ROWS, updated,
                EventType.EXT_UPDATE_ROWS, updatedMore,
                EventType.DELETE_ROWS, deleted,
                EventType.EXT_DELETE_ROWS, deletedMore),
            tables)
        .setCompatibilityMode(CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY);
    events.setEventDataDeserializer(EventType.WRITE_ROWS, rows(written));
    events.setEventDataDeserializer(EventType.EXT_WRITE_ROWS, rows(writtenMore));
    events.setEventDataDeserializer(EventType.UPDATE_ROWS, rows(updated));
    events.setEventDataDeserializer(EventType.EXT_UPDATE_ROWS, rows(updatedMore));
    events.setEventDataDeserializer(EventType.DELETE_ROWS, rows(deleted));
    events.setEventDataDeserializer(EventType.EXT_DELETE_ROWS, rows(deletedMore));
    unread(events, EventType.PARTIAL_UPDATE_ROWS_EVENT);
    events.setEventDataDeserializer(EventType.UNKNOWN, in -> unnamed(in));
    events.setEventDataDeserializer(EventType.TRANSACTION_PAYLOAD, in -> payload(in));
    return events;
  }

  private static void unread(EventDeserializer events, EventType type) {
    events.setEventDataDeserializer(type, in -> new UnreadRows(in.readLong(TABLE_ID_BYTES)));
  }

  /** At the end of a transaction: tables are described anew in the next. */
  void forgetTables() {
    tables.clear();
  }

  private EventDataDeserializer<EventData> rows(EventDataDeserializer<? extends EventData> reader) {
    return in -> {
      long table = in.readLong(TABLE_ID_BYTES);
      if (!wanted.test(table)) {
        return new UnreadRows(table);
      }
      byte[] rest = in.read(in.available());
      byte[] whole =
          ByteBuffer.allocate(TABLE_ID_BYTES + rest.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) table)
              .putShort((short) (table >> Integer.SIZE))
              .put(rest)
              .array();
      try {
        return reader.deserialize(new ByteArrayInputStream(whole));
      } catch (IOException | RuntimeException e) {
        // A column of a type that the library does not know, for one.
        return new UnreadRows(table);
      }
    };
  }

  private @Nullable EventData unnamed(ByteArrayInputStream in) throws IOException {
    int code = headers.lastCode();
    if (code == EventCodes.GTID_TAGGED) {
      return TaggedGtid.read(in);
    }
    return EventCodes.isCompressedRows(code) ? new UnreadRows(in.readLong(TABLE_ID_BYTES)) : null;
  }

  /** MySQL manual, "Binary Log Transaction Compression": fields with numbers, then the events. */
  private static TransactionPayloadEventData payload(ByteArrayInputStream in) throws IOException {
    TransactionPayloadEventData data = new TransactionPayloadEventData();
    int field = in.readPackedInteger();
    while (field != 0) {
      byte[] value = in.read(in.readPackedInteger());
      if (field == COMPRESSION) {
        data.setCompressionType(new ByteArrayInputStream(value).readPackedInteger());
      }
      field = in.readPackedInteger();
    }
    data.setPayload(in.read(in.available()));
    // They are read one by one later, by this class.
    data.setUncompressedEvents(new ArrayList<>());
    return data;
  }

  /** The events of a compressed transaction, one by one. */
  void forEach(TransactionPayloadEventData data, Consumer<Event> action) throws IOException {
    InputStream packed = new java.io.ByteArrayInputStream(data.getPayload());
    try (InputStream events =
        data.getCompressionType() == NOT_COMPRESSED ? packed : new ZstdInputStream(packed)) {
      EventDeserializer reader = deserializer();
      ByteArrayInputStream in = new ByteArrayInputStream(events);
      Optional<Event> next = Optional.ofNullable(reader.nextEvent(in));
      while (next.isPresent()) {
        action.accept(next.get());
        next = Optional.ofNullable(reader.nextEvent(in));
      }
    }
  }

  /** Gives a table whose description it cannot read by its name. Confined to one thread. */
  private final class Stream extends EventDeserializer {

    private final TableMapEventDataDeserializer descriptions = new TableMapEventDataDeserializer();
    private int checksumBytes;

    Stream() {
      super(headers, new NullEventDataDeserializer());
    }

    @Override
    public @Nullable Event nextEvent(ByteArrayInputStream in) throws IOException {
      @Nullable Event event = super.nextEvent(in);
      if (event != null && event.getData() instanceof FormatDescriptionEventData format) {
        checksumBytes = format.getChecksumType().getLength();
      }
      return event;
    }

    @Override
    public EventData deserializeTableMapEventData(ByteArrayInputStream in, EventHeader header)
        throws IOException {
      byte[] body = in.read((int) ((RawHeader) header).getDataLength() - checksumBytes);
      in.skip(checksumBytes);
      TableMapEventData table;
      try {
        table = descriptions.deserialize(new ByteArrayInputStream(body));
      } catch (IOException | RuntimeException e) {
        table = nameOnly(new ByteArrayInputStream(body));
      }
      tables.put(table.getTableId(), table);
      return table;
    }

    private static TableMapEventData nameOnly(ByteArrayInputStream in) throws IOException {
      TableMapEventData table = new TableMapEventData();
      table.setTableId(in.readLong(TABLE_ID_BYTES));
      in.skip(FLAGS_AND_LENGTH);
      table.setDatabase(in.readZeroTerminatedString());
      in.skip(1);
      table.setTable(in.readZeroTerminatedString());
      table.setColumnTypes(new byte[0]);
      return table;
    }
  }
}
