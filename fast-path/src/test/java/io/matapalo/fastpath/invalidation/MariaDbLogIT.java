package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.Ear.entry;
import static io.matapalo.fastpath.invalidation.Ear.whole;
import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.by;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** MariaDB 10.11. */
class MariaDbLogIT extends LogTroubles {

  @Override
  DatabaseServer started() {
    return again(ServerConfig.inFolder(TestFolders.fresh("log-mariadb")));
  }

  @Override
  DatabaseServer again(ServerConfig config) {
    return MariaDb.start(config);
  }

  @Override
  TestPositions positions() {
    return TestPositions.MARIADB;
  }

  /** Hence the floor of a key: to be told is no proof that a row can be read. */
  @Test
  void aTransactionIsToldBeforeItCanBeRead() throws Exception {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));
    server.administer(
        "set global rpl_semi_sync_master_timeout=60000",
        "set global rpl_semi_sync_master_wait_point=AFTER_SYNC",
        "set global rpl_semi_sync_master_wait_no_slave=1",
        "set global rpl_semi_sync_master_enabled=1");
    CompletableFuture<Void> commit =
        CompletableFuture.runAsync(
            () -> server.administer("insert into %s.shop values (1)".formatted(database)));
    await().atMost(SOON).until(() -> ear.heard().contains(entry("shops", 1)));
    assertThat(rows()).isEqualTo("0");
    Invalidation told = ear.invalidations().getLast();
    assertThat(told.upTo().contains(told.transactions())).isTrue();
    server.administer("set global rpl_semi_sync_master_enabled=0");
    commit.join();
    assertThat(rows()).isEqualTo("1");
  }

  private String rows() {
    return server.ask("select count(*) as n from %s.shop".formatted(database), "n").getFirst();
  }

  @Test
  void aStatementInTheLogDropsAllCaches() throws SQLException {
    run("create table shop (id bigint primary key)", "create table other (id bigint)");
    read(cache("shops", by("shop", "{id}")));
    server.administer(
        "set session binlog_format=STATEMENT",
        "insert into %s.other values (1)".formatted(database));

    assertThat(told()).containsExactly(whole("shops"));
    server.administer("set global binlog_format=STATEMENT");
    try {
      assertThatThrownBy(() -> read(cache("shops", by("shop", "{id}"))))
          .isInstanceOf(UnusableLog.class)
          .hasMessageContaining("binlog_format must be ROW, is STATEMENT");
    } finally {
      server.administer("set global binlog_format=ROW");
    }
  }

  @Test
  void compressedRowsDropTheWholeCache() throws SQLException {
    run("create table shop (id bigint primary key, filler text)");
    read(cache("shops", by("shop", "{id}")));
    server.administer("set global log_bin_compress=1");
    try {
      server.administer("insert into %s.shop values (1, repeat('x', 5000))".formatted(database));
      assertThat(told()).containsExactly(whole("shops"));
    } finally {
      server.administer("set global log_bin_compress=0");
    }
  }

  @Test
  void namesInTheLogSpareTheCacheAtAChangeOfTheTable() throws SQLException {
    server.administer("set global binlog_row_metadata=FULL");
    try (java.sql.Connection own = server.connect(database);
        java.sql.Statement statement = own.createStatement()) {
      statement.execute("create table shop (id bigint primary key, n bigint unsigned)");
      read(cache("shops", by("shop", "{id}"), by("shop", "n{n}")));
      statement.execute("insert into shop values (1, 18446744073709551615)");
      assertThat(told())
          .containsExactly(entry("shops", 1), entry("shops", "n18446744073709551615"));
      statement.execute("alter table shop modify column id bigint after n");
      statement.execute("insert into shop (id, n) values (2, 3)");
      assertThat(told()).containsExactly(whole("shops"), entry("shops", 2), entry("shops", "n3"));
    } finally {
      server.administer("set global binlog_row_metadata=NO_LOG");
    }
  }
}
