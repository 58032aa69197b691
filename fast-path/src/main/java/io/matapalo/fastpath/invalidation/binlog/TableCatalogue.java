package io.matapalo.fastpath.invalidation.binlog;

import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.LoggedTable;
import io.matapalo.fastpath.invalidation.keys.TableKeys;
import io.matapalo.fastpath.invalidation.keys.Words;
import java.util.List;

/** What is known of tables at the place where the log is read. Called by one thread. */
public interface TableCatalogue {

  /**
   * How keys are made of the rows of a table that the log describes. May block.
   *
   * @param gtid of the transaction; empty where it has none
   */
  TableKeys keysOf(LoggedTable table, String gtid);

  /**
   * Definitions of tables may have changed with that transaction; what is stale then. May block.
   */
  List<Stale> redefined(Words statement, String gtid);

  /** All caches, for what cannot be read; it may have changed definitions too. */
  List<Stale> all(String gtid);
}
