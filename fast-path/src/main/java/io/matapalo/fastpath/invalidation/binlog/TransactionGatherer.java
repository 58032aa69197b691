package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.RowChange;
import io.matapalo.fastpath.invalidation.keys.RowImage;
import io.matapalo.fastpath.invalidation.keys.TableKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes transactions of the log's events, each told when its end was read. Confined to one thread.
 */
final class TransactionGatherer {

  private static final String WITHOUT_GTID =
      "a transaction has no GTID; set gtid_mode=ON for all servers";

  private final TableCatalogue catalogue;
  private final int maxKeys;
  private final Consumer<LogTransaction> ended;
  private final PreparedBranches prepared = new PreparedBranches();
  private final Map<Long, TableKeys> tables = new HashMap<>();
  private final Set<Stale> stale = new LinkedHashSet<>();
  private String gtid = "";
  private Optional<String> loss = Optional.empty();
  private boolean open;
  private boolean begun;

  /**
   * Of a log.
   *
   * @param maxKeys how many entries a transaction names before it means whole caches
   */
  TransactionGatherer(TableCatalogue catalogue, int maxKeys, Consumer<LogTransaction> ended) {
    this.catalogue = catalogue;
    this.maxKeys = maxKeys;
    this.ended = ended;
  }

  /** Forgets what has not ended: the log is read again from the last end. */
  void restart() {
    open = false;
    clear();
  }

  /** Has a transaction begun whose end is not read yet? */
  boolean isOpen() {
    return open;
  }

  /** Must rows of that table be read? */
  boolean wants(long tableId) {
    TableKeys keys = tables.get(tableId);
    return keys != null && !keys.isEmpty();
  }

  void take(Event event) {
    RawHeader header = event.getHeader();
    EventData data = event.getData();
    switch (header.getEventType()) {
      case MARIADB_GTID -> begin((MariadbGtidEventData) data, header.getServerId());
      case GTID -> begin(((GtidEventData) data).getMySqlGtid().toString(), false);
      case ANONYMOUS_GTID -> begin("", false);
      case TABLE_MAP -> map((TableMapEventData) data);
      case QUERY -> statement(Statement.of(((QueryEventData) data).getSql()));
      case XID -> end();
      case XA_PREPARE -> prepare((XAPrepareEventData) data);
      case WRITE_ROWS,
          EXT_WRITE_ROWS,
          UPDATE_ROWS,
          EXT_UPDATE_ROWS,
          DELETE_ROWS,
          EXT_DELETE_ROWS,
          PARTIAL_UPDATE_ROWS_EVENT ->
          rows(data);
      case INCIDENT -> lost("the log says that events are missing from it (incident)");
      case EXEC_LOAD, EXECUTE_LOAD_QUERY -> statement(Statement.OPAQUE);
      case PRE_GA_WRITE_ROWS, PRE_GA_UPDATE_ROWS, PRE_GA_DELETE_ROWS -> rows(null);
      case UNKNOWN -> unnamed(header, data);
      default -> {
        // All else tells of the log itself.
      }
    }
  }

  private void unnamed(RawHeader header, @Nullable EventData data) {
    switch (data) {
      case TaggedGtid tagged -> begin(tagged.text(), false);
      case UnreadRows unread -> rows(unread);
      case null, default -> {
        if (header.code() == EventCodes.QUERY_COMPRESSED) {
          statement(Statement.OPAQUE);
        } else if (!EventCodes.isOfTheLogItself(header.code()) && !header.isIgnorable()) {
          rows(null);
        }
      }
    }
  }

  private void begin(MariadbGtidEventData data, long server) {
    String text =
        "%d-%d-%d".formatted(data.getDomainId() & 0xFFFF_FFFFL, server, data.getSequence());
    // Without the flag a transaction goes on to its COMMIT, and has no BEGIN.
    begin(text, (data.getFlags() & MariadbGtidEventData.FL_STANDALONE) == 0);
  }

  private void begin(String identifier, boolean isBegun) {
    if (open) {
      // Whatever ended it, the next one begins.
      end();
    }
    clear();
    open = true;
    gtid = identifier;
    begun = isBegun;
  }

  private void map(TableMapEventData data) {
    begun = true;
    tables.put(data.getTableId(), catalogue.keysOf(TableMaps.logged(data), gtid));
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Begin _ -> begun = true;
      case Statement.End _ -> end();
      case Statement.EndOfPrepared end -> {
        if (end.committed()) {
          prepared.ended(end.name()).orElseGet(() -> catalogue.all(gtid)).forEach(this::add);
        } else {
          prepared.ended(end.name());
        }
        end();
      }
      case Statement.StartOfPrepared _ -> begun = true;
      case Statement.Harmless _ -> endUnlessBegun();
      case Statement.Definition definition -> {
        catalogue.redefined(definition.words(), gtid).forEach(this::add);
        endUnlessBegun();
      }
      case Statement.Opaque _ -> {
        catalogue.all(gtid).forEach(this::add);
        endUnlessBegun();
      }
    }
  }

  private void endUnlessBegun() {
    if (!begun) {
      end();
    }
  }

  private void rows(@Nullable EventData data) {
    begun = true;
    switch (data) {
      case WriteRowsEventData written -> {
        TableKeys keys = tables.getOrDefault(written.getTableId(), TableKeys.NONE);
        for (Serializable[] row : written.getRows()) {
          keys.tell(new RowChange(null, image(written.getIncludedColumns(), row)), this::add);
        }
      }
      case DeleteRowsEventData deleted -> {
        TableKeys keys = tables.getOrDefault(deleted.getTableId(), TableKeys.NONE);
        for (Serializable[] row : deleted.getRows()) {
          keys.tell(new RowChange(image(deleted.getIncludedColumns(), row), null), this::add);
        }
      }
      case UpdateRowsEventData updated -> update(updated);
      case UnreadRows unread when tables.containsKey(unread.tableId()) ->
          tables.getOrDefault(unread.tableId(), TableKeys.NONE).tellWhole(this::add);
      case null, default -> catalogue.all(gtid).forEach(this::add);
    }
  }

  private void update(UpdateRowsEventData data) {
    TableKeys keys = tables.getOrDefault(data.getTableId(), TableKeys.NONE);
    for (Map.Entry<Serializable[], Serializable[]> row : data.getRows()) {
      RowImage before = image(data.getIncludedColumnsBeforeUpdate(), row.getKey());
      RowImage after = image(data.getIncludedColumns(), row.getValue());
      keys.tell(new RowChange(before, after), this::add);
    }
  }

  private static RowImage image(BitSet included, Serializable[] values) {
    return new RowImage(included, Arrays.asList(values));
  }

  private void add(Stale one) {
    stale.add(one);
    if (stale.size() > maxKeys) {
      List<Stale> wholes = PreparedBranches.wholes(stale);
      stale.clear();
      stale.addAll(wholes);
    }
  }

  /** Prepared is not committed: what it makes stale counts from its commit on. */
  private void prepare(XAPrepareEventData data) {
    if (!data.isOnePhase()) {
      int split = data.getGtridLength();
      HexFormat hex = HexFormat.of();
      prepared.prepared(
          "x'%s',x'%s',%d"
              .formatted(
                  hex.formatHex(data.getData(), 0, split),
                  hex.formatHex(data.getData(), split, split + data.getBqualLength()),
                  data.getFormatID()),
          stale);
      stale.clear();
    }
    end();
  }

  private void lost(String reason) {
    loss = Optional.of(reason);
    catalogue.all(gtid).forEach(this::add);
    if (!open) {
      end();
    }
  }

  private void end() {
    Optional<String> reason = gtid.isEmpty() ? loss.or(() -> Optional.of(WITHOUT_GTID)) : loss;
    LogTransaction transaction = new LogTransaction(gtid, List.copyOf(stale), reason);
    open = false;
    clear();
    ended.accept(transaction);
  }

  private void clear() {
    gtid = "";
    begun = false;
    loss = Optional.empty();
    stale.clear();
    tables.clear();
  }
}
