package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import io.matapalo.fastpath.invalidation.keys.LoggedTable;
import io.matapalo.fastpath.invalidation.keys.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the event that comes before rows. Stateless. */
final class TableMaps {

  private static final int BYTE = 0xFF;

  private TableMaps() {}

  static LoggedTable logged(TableMapEventData data) {
    List<Integer> types = new ArrayList<>();
    for (byte type : data.getColumnTypes()) {
      types.add(type & BYTE);
    }
    @Nullable TableMapEventMetadata more = data.getEventMetadata();
    @Nullable List<String> names = more == null ? null : more.getColumnNames();
    @Nullable BitSet unsigned = more == null ? null : more.getSignedness();
    return new LoggedTable(
        new TableName(data.getDatabase(), data.getTable()),
        types,
        names == null ? List.of() : names,
        Optional.ofNullable(unsigned));
  }
}
