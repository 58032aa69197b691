package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.Ear.entry;
import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.by;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.link.LinkSettings.Tls;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MySQL 9.7. */
@Tag("deep")
final class MySqlLogIT extends LogTroubles {

  @Override
  DatabaseServer started() {
    return again(ServerConfig.inFolder(TestFolders.fresh("log-mysql")));
  }

  @Override
  DatabaseServer again(ServerConfig config) {
    return MySql.start(config);
  }

  @Override
  TestPositions positions() {
    return TestPositions.MYSQL;
  }

  @Test
  void compressedTransactionsAreRead() throws SQLException {
    run("create table shop (id bigint primary key, filler text)");
    read(cache("shops", by("shop", "{id}")));
    server.administer(
        "set session binlog_transaction_compression=1",
        "start transaction",
        "insert into %s.shop values (1, repeat('x', 5000)), (2, repeat('y', 5000))"
            .formatted(database),
        "delete from %s.shop where id = 1".formatted(database),
        "commit");

    assertThat(told()).containsExactly(entry("shops", 1), entry("shops", 2));
  }

  @Test
  void transactionsWithTagsAreToldAndReadOnFrom() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));
    server.administer(
        "set session gtid_next='AUTOMATIC:blue'",
        "insert into %s.shop values (1)".formatted(database),
        "insert into %s.shop values (2)".formatted(database));
    run("insert into shop values (3)");

    assertThat(told()).containsExactly(entry("shops", 1), entry("shops", 2), entry("shops", 3));
    assertThat(ear.invalidations())
        .filteredOn(one -> one.stale().contains(entry("shops", 2)))
        .singleElement()
        .satisfies(one -> assertThat(one.transactions().text()).contains(":blue:2"));
    Position told = reader().progress().told().orElseThrow();
    reader().close();

    server.administer(
        "set session gtid_next='AUTOMATIC:blue'",
        "insert into %s.shop values (4)".formatted(database));
    run("insert into shop values (5)");
    ear = new Ear(Optional.of(told));
    read(cache("shops", by("shop", "{id}")));
    List<Stale> later = told();

    assertThat(ear.drops()).isEmpty();
    // Without names in the log, rows older than the reader's start drop the cache.
    assertThat(ear.invalidations())
        .filteredOn(one -> !one.stale().isEmpty())
        .extracting(one -> one.transactions().text())
        .hasSize(2)
        .first()
        .asString()
        .contains(":blue:3");
    assertThat(later).hasSize(2);
  }

  @Test
  void theLinkMayBeEncrypted() throws SQLException {
    run("create table shop (id bigint primary key)");
    LogSettings plain = ReadLog.settings(server, server.port());
    readWith(
        ReadLog.start(
            LogSettings.of(plain.addresses(), plain.link().withTls(Tls.REQUIRED)),
            logged(),
            cache("shops", by("shop", "{id}")),
            ear));
    await().atMost(SOON).until(() -> reader().progress().connected());
    run("insert into shop values (1)");

    assertThat(told()).containsExactly(entry("shops", 1));
  }
}
