package io.matapalo.fastpath.invalidation.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import com.github.shyiko.mysql.binlog.event.XidEventData;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.Column;
import io.matapalo.fastpath.invalidation.keys.KeyRules;
import io.matapalo.fastpath.invalidation.keys.LoggedTable;
import io.matapalo.fastpath.invalidation.keys.Schema;
import io.matapalo.fastpath.invalidation.keys.Table;
import io.matapalo.fastpath.invalidation.keys.TableKeys;
import io.matapalo.fastpath.invalidation.keys.TableName;
import io.matapalo.fastpath.invalidation.keys.Words;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionGathererTest {

  private static final long SERVER = 5;
  private static final long SHOP = 70;
  private static final Stale WHOLE = new Stale.Whole("shops");
  private static final int ROWS_COMPRESSED = 166;

  private final List<LogTransaction> told = new ArrayList<>();
  private final TransactionGatherer gatherer = new TransactionGatherer(new Shops(), 100, told::add);

  /** One table with one key. */
  private static final class Shops implements TableCatalogue {

    private final KeyRules rules =
        KeyRules.of(
            List.of(
                new CachePolicy(
                    "shops",
                    Scope.PROCESS,
                    9,
                    Duration.ofDays(1),
                    Duration.ZERO,
                    0,
                    List.of(new StaleBy("shop", Optional.of("{id}"))))),
            "app",
            new Schema(
                List.of(
                    new Table(
                        new TableName("app", "shop"),
                        List.of(
                            new Column("id", "bigint", false, Optional.empty(), false, false)))),
                List.of()));

    @Override
    public TableKeys keysOf(LoggedTable table, String gtid) {
      return rules.keysOf(table, false);
    }

    @Override
    public List<Stale> redefined(Words statement, String gtid) {
      return rules.named(statement);
    }

    @Override
    public List<Stale> all(String gtid) {
      return rules.all();
    }
  }

  private static Stale entry(long id) {
    return new Stale.Entry("shops", String.valueOf(id));
  }

  private void take(EventType type, @Nullable EventData data) {
    take(
        switch (type) {
          case MARIADB_GTID -> 162;
          case QUERY -> 2;
          case XID -> 16;
          case TABLE_MAP -> 19;
          case WRITE_ROWS -> 23;
          case DELETE_ROWS -> 25;
          case XA_PREPARE -> 38;
          case INCIDENT -> 26;
          default -> throw new IllegalArgumentException(type.name());
        },
        data);
  }

  private void take(int code, @Nullable EventData data) {
    RawHeader header = new RawHeader(code);
    header.setServerId(SERVER);
    gatherer.take(new Event(header, data));
  }

  private void gtid(long sequence, int flags) {
    MariadbGtidEventData data = new MariadbGtidEventData();
    data.setSequence(sequence);
    data.setFlags(flags);
    take(EventType.MARIADB_GTID, data);
  }

  private void statement(String sql) {
    QueryEventData data = new QueryEventData();
    data.setSql(sql);
    take(EventType.QUERY, data);
  }

  private void map(long id, String table, int... types) {
    TableMapEventData data = new TableMapEventData();
    data.setTableId(id);
    data.setDatabase("app");
    data.setTable(table);
    byte[] codes = new byte[types.length];
    for (int i = 0; i < types.length; i++) {
      codes[i] = (byte) types[i];
    }
    data.setColumnTypes(codes);
    take(EventType.TABLE_MAP, data);
  }

  private static BitSet one() {
    BitSet included = new BitSet();
    included.set(0);
    return included;
  }

  private void insert(long... ids) {
    map(SHOP, "shop", 8);
    WriteRowsEventData data = new WriteRowsEventData();
    data.setTableId(SHOP);
    data.setIncludedColumns(one());
    data.setRows(
        Arrays.stream(ids).<Serializable[]>mapToObj(id -> new Serializable[] {id}).toList());
    take(EventType.WRITE_ROWS, data);
  }

  private void xid() {
    take(EventType.XID, new XidEventData());
  }

  private List<Stale> onlyTold() {
    assertThat(told).hasSize(1);
    return told.getFirst().stale();
  }

  @Test
  void nothingIsToldBeforeTheCommit() {
    gtid(7, 0);
    insert(1, 2);
    insert(2, 3);
    assertThat(told).isEmpty();
    xid();

    assertThat(onlyTold()).containsExactly(entry(1), entry(2), entry(3));
    assertThat(told.getFirst().gtid()).isEqualTo("0-5-7");
    assertThat(told.getFirst().loss()).isEmpty();
  }

  @Test
  void aTransactionThatWasCutIsToldOnceWhenItIsReadAgain() {
    gtid(7, 0);
    insert(1);
    gatherer.restart();
    gtid(7, 0);
    insert(1);
    insert(2);
    xid();

    assertThat(onlyTold()).containsExactly(entry(1), entry(2));
  }

  @Test
  void aCommitStatementAndEvenARollbackEndATransaction() {
    gtid(7, 0);
    insert(1);
    statement("COMMIT");
    gtid(8, 0);
    insert(2);
    statement("ROLLBACK");

    assertThat(told).extracting(LogTransaction::gtid).containsExactly("0-5-7", "0-5-8");
    assertThat(told.getLast().stale()).containsExactly(entry(2));
  }

  @Test
  void aStatementByItselfIsATransaction() {
    gtid(7, MariadbGtidEventData.FL_STANDALONE);
    statement("truncate table shop");
    gtid(8, MariadbGtidEventData.FL_STANDALONE);
    statement("create table x (id int)");

    assertThat(told.get(0).stale()).containsExactly(WHOLE);
    assertThat(told.get(1).stale()).isEmpty();
  }

  @Test
  void aStatementWithinATransactionDoesNotEndIt() {
    gtid(7, 0);
    statement("insert into shop select 1");
    statement("SAVEPOINT a");
    insert(1);
    assertThat(told).isEmpty();
    xid();

    assertThat(onlyTold()).containsExactly(WHOLE, entry(1));
  }

  @Test
  void theNextTransactionEndsOneWhoseEndIsNotKnown() {
    gtid(7, 0);
    insert(1);
    gtid(8, 0);

    assertThat(onlyTold()).containsExactly(entry(1));
  }

  @Test
  void rowsThatCannotBeReadAreTheWholeCacheOfTheirTable() {
    gtid(7, 0);
    map(SHOP, "shop", 8);
    map(71, "other", 8);
    take(ROWS_COMPRESSED, new UnreadRows(71));
    xid();
    gtid(8, 0);
    map(SHOP, "shop", 8);
    take(ROWS_COMPRESSED, new UnreadRows(SHOP));
    xid();
    gtid(9, 0);
    take(ROWS_COMPRESSED, new UnreadRows(99));
    xid();

    assertThat(told.get(0).stale()).isEmpty();
    assertThat(told.get(1).stale()).containsExactly(WHOLE);
    assertThat(told.get(2).stale()).containsExactly(WHOLE);
  }

  @Test
  void anEventOfAnUnknownKindDropsAllUnlessItMayBePassedOver() {
    gtid(7, 0);
    take(200, null);
    xid();
    gtid(8, 0);
    RawHeader ignorable = new RawHeader(200);
    ignorable.setFlags(0x80);
    gatherer.take(new Event(ignorable, null));
    xid();

    assertThat(told.get(0).stale()).containsExactly(WHOLE);
    assertThat(told.get(1).stale()).isEmpty();
  }

  @Test
  void onlyWantedTablesAreRead() {
    gtid(7, 0);
    map(SHOP, "shop", 8);
    map(71, "other", 8);

    assertThat(gatherer.wants(SHOP)).isTrue();
    assertThat(gatherer.wants(71)).isFalse();
    assertThat(gatherer.wants(72)).isFalse();
  }

  @Test
  void tooManyKeysAreTheWholeCache() {
    gtid(7, 0);
    for (long id = 0; id < 150; id++) {
      insert(id);
    }
    xid();

    assertThat(onlyTold()).contains(WHOLE).hasSizeLessThanOrEqualTo(100);
  }

  private void prepare(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    XAPrepareEventData data = new XAPrepareEventData();
    data.setFormatID(1);
    data.setGtridLength(bytes.length);
    data.setBqualLength(0);
    data.setData(bytes);
    take(EventType.XA_PREPARE, data);
  }

  @Test
  void aPreparedTransactionIsToldAtItsCommit() {
    gtid(7, 0);
    insert(1);
    prepare("a");
    gtid(8, 0);
    insert(2);
    prepare("b");
    gatherer.restart();
    gtid(9, 0);
    statement("XA ROLLBACK X'62',X'',1");
    gtid(10, 0);
    statement("XA COMMIT X'61',X'',1");
    gtid(11, 0);
    statement("XA COMMIT X'63',X'',1");

    assertThat(told)
        .extracting(LogTransaction::stale)
        .containsExactly(List.of(), List.of(), List.of(), List.of(entry(1)), List.of(WHOLE));
  }

  @Test
  void anIncidentIsALoss() {
    gtid(7, 0);
    take(EventType.INCIDENT, null);
    xid();

    assertThat(onlyTold()).containsExactly(WHOLE);
    assertThat(told.getFirst().loss()).isPresent();
  }

  @Test
  void rowsOfATransactionWithoutAnIdentifierAreALoss() {
    map(SHOP, "shop", 8);
    DeleteRowsEventData data = new DeleteRowsEventData();
    data.setTableId(SHOP);
    data.setIncludedColumns(one());
    data.setRows(List.<Serializable[]>of(new Serializable[] {4L}));
    take(EventType.DELETE_ROWS, data);
    xid();

    assertThat(onlyTold()).containsExactly(entry(4));
    assertThat(told.getFirst().loss()).hasValueSatisfying(why -> assertThat(why).contains("GTID"));
  }
}
