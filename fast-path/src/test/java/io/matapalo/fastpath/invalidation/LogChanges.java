package io.matapalo.fastpath.invalidation;

import static io.matapalo.fastpath.invalidation.Ear.entry;
import static io.matapalo.fastpath.invalidation.Ear.whole;
import static io.matapalo.fastpath.invalidation.ReadLog.SOON;
import static io.matapalo.fastpath.invalidation.ReadLog.by;
import static io.matapalo.fastpath.invalidation.ReadLog.cache;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.Stale;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reader tells of changes at one real server, of whatever make. */
abstract class LogChanges extends LogFixture {

  @Test
  void bothImagesOfRowsAreToldWhenTheyAreCommitted() throws SQLException {
    run("create table shop (id bigint primary key, name varchar(20))");
    read(cache("shops", by("shop", "{id}")));

    run("insert into shop values (1, 'a'), (2, 'b')");
    assertThat(told()).containsExactlyInAnyOrder(entry("shops", 1), entry("shops", 2));
    run("update shop set id = 7 where id = 1");
    assertThat(told()).containsExactlyInAnyOrder(entry("shops", 1), entry("shops", 7));
    run("update shop set name = 'c' where id = 2");
    assertThat(told()).containsExactly(entry("shops", 2));
    run("delete from shop where id = 7");
    assertThat(told()).containsExactly(entry("shops", 7));
    run("start transaction", "insert into shop values (8, 'x')", "rollback");
    assertThat(told()).isEmpty();
  }

  @Test
  void aTransactionIsToldAsOneWithItsOwnPosition() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));

    run("start transaction", "insert into shop values (1)", "insert into shop values (2)");
    run("insert into shop values (3)", "commit");
    Position committed = ReadLog.position(logged().primary(), positions());
    ReadLog.awaitTold(reader(), logged());

    Invalidation last = ear.invalidations().getLast();
    assertThat(last.stale())
        .containsExactly(entry("shops", 1), entry("shops", 2), entry("shops", 3));
    assertThat(last.upTo().contains(committed)).isTrue();
    assertThat(last.upTo().contains(last.transactions())).isTrue();
  }

  @Test
  void keysAreMadeOfIntegersAndBinaryText() throws SQLException {
    run(
        """
        create table part (
          filler datetime(3) null, tiny tinyint unsigned null, small smallint unsigned,
          medium mediumint unsigned, wide bigint unsigned, below int, code varchar(20)
            character set utf8mb4 collate utf8mb4_bin, fixed char(5) character set ascii collate ascii_bin,
          odd enum('x', 'y'), whole bigint as (below * 2) stored)
        """);
    read(
        cache(
            "parts",
            by("part", "{tiny}/{small}/{medium}/{WIDE}/{below}"),
            by("part", "{code}|{fixed}"),
            by("part", "w{whole}")));

    run(
        """
        insert into part (filler, tiny, small, medium, wide, below, code, fixed, odd)
        values (now(3), 200, 65535, 16777215, 18446744073709551615, -5, 'Zoë  ', 'ab', 'y')
        """);
    assertThat(told())
        .containsExactly(
            entry("parts", "200/65535/16777215/18446744073709551615/-5"),
            entry("parts", "Zoë|ab"),
            entry("parts", "w-10"));
    run("insert into part (small, medium, wide, below, fixed) values (1, 2, 3, 4, 'cd')");
    assertThat(told()).containsExactly(entry("parts", "w8"));
  }

  @Test
  void whatIsNoRowChangeDropsTheWholeCache() throws SQLException {
    run("create table shop (id bigint primary key)", "create table other (id bigint primary key)");
    run("insert into shop values (1)");
    read(cache("shops", by("shop", "{id}")));

    run("truncate table shop");
    assertThat(told()).containsExactly(whole("shops"));
    run("truncate table other", "create table third (id int)");
    assertThat(told()).isEmpty();
    run("rename table shop to gone, other to shop");
    assertThat(told()).containsExactly(whole("shops"));
    run("insert into shop values (5)");
    assertThat(told()).containsExactly(entry("shops", 5));
    run("drop table shop");
    assertThat(told()).containsExactly(whole("shops"));
    run("create table shop (id datetime)", "insert into shop values (now())");
    assertThat(told()).contains(whole("shops")).doesNotContain(entry("shops", 5));
    assertThat(reader().progress().alarms()).isPositive();
  }

  @Test
  void columnsAreFoundAfterTheyHaveMoved() throws SQLException {
    run("create table shop (id bigint primary key, rank_no bigint)");
    read(cache("shops", by("shop", "{id}")));

    run(
        "insert into shop values (1, 100)",
        "alter table shop add column first_no bigint not null default 77 first",
        "insert into shop values (9, 2, 200)",
        "alter table shop modify column rank_no bigint first",
        "insert into shop values (300, 9, 3)");
    List<Stale> told = told();

    assertThat(told).contains(entry("shops", 1), whole("shops"));
    // Rows between the changes drop the cache where the log has no names, but are never others.
    assertThat(told)
        .isSubsetOf(entry("shops", 1), entry("shops", 2), entry("shops", 3), whole("shops"));
    run("update shop set first_no = 1 where id = 2");
    assertThat(told()).containsExactly(entry("shops", 2));
  }

  @Test
  void rowsThatTheEngineChangesByItselfAreToldByTheirParent() throws SQLException {
    run(
        "create table firm (id bigint primary key)",
        """
        create table shop (id bigint primary key, firm_id bigint,
          foreign key (firm_id) references firm (id) on delete cascade on update cascade)
        """,
        """
        create table item (id bigint primary key, shop_id bigint, note int,
          foreign key (shop_id) references shop (id) on delete set null)
        """);
    run("insert into firm values (1), (2)", "insert into shop values (10, 1), (20, 2)");
    run("insert into item values (100, 10, 0), (200, 20, 0)");
    read(
        cache(
            "shops-of-firms",
            by("shop", "{firm_id}"),
            by("item", "shop{shop_id}"),
            by("item", "item{id}")));

    run("delete from firm where id = 1");
    assertThat(told()).contains(entry("shops-of-firms", 1), whole("shops-of-firms"));
    run("update firm set id = 3 where id = 2");
    assertThat(told()).contains(entry("shops-of-firms", 2), entry("shops-of-firms", 3));
    run("delete from shop where id = 20");
    assertThat(told()).contains(entry("shops-of-firms", "shop20"), whole("shops-of-firms"));
  }

  @Test
  void manyKeysInOneTransactionAreTheWholeCache() throws SQLException {
    run("create table shop (id bigint primary key)");
    readWith(
        ReadLog.start(
            ReadLog.settings(server, server.port()).withMaxKeys(10),
            logged(),
            cache("shops", by("shop", "{id}")),
            ear));
    await().atMost(SOON).until(() -> reader().progress().connected());

    run("insert into shop values " + numbers(1, 500));
    assertThat(told()).contains(whole("shops")).hasSizeLessThan(12);
  }

  private static String numbers(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj("(%d)"::formatted)
        .collect(Collectors.joining(","));
  }

  @Test
  @Tag(DEEP)
  void theOldEngineEndsItsTransactionsInItsOwnWay() throws SQLException {
    run("create table shop (id bigint primary key) engine=MyISAM");
    read(cache("shops", by("shop", "{id}")));

    run("insert into shop values (1)");
    assertThat(told()).containsExactly(entry("shops", 1));
    run("delete from shop");
    assertThat(told()).isNotEmpty();
  }

  @Test
  @Tag(DEEP)
  void preparedTransactionsAreToldWhenTheyAreCommitted() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));

    run("xa start 'one','b',7", "insert into shop values (1)", "xa end 'one','b',7");
    run("xa prepare 'one','b',7");
    assertThat(told()).isEmpty();
    connection.close();
    connection = server.connect(database);
    run("xa commit 'one','b',7");
    assertThat(told()).containsExactly(entry("shops", 1));
  }

  @Test
  void whatIsNotInTheLogIsNotTold() throws SQLException {
    run("create table shop (id bigint primary key)");
    read(cache("shops", by("shop", "{id}")));
    server.administer("set sql_log_bin=0", "insert into %s.shop values (1)".formatted(database));
    run("insert into shop values (2)");

    assertThat(told()).containsExactly(entry("shops", 2));
  }

  @Test
  void aRuleThatCannotBeKeptIsRefusedAtTheStart() throws SQLException {
    run(
        "create table shop (id bigint primary key, name varchar(20) collate utf8mb4_unicode_ci)",
        "create view shops as select * from shop");

    assertThatThrownBy(() ->
            read(
                cache(
                    "c",
                    by("shop", "{id}"),
                    by("shop", "{name}"),
                    by("shops", "{id}"),
                    by("shop", "{nix}"))))
        .isInstanceOf(UnusableLog.class)
        .hasMessageContaining("collation utf8mb4_unicode_ci")
        .hasMessageContaining("stale-by table shops: there is no such table")
        .hasMessageContaining("no column nix");
  }
}
