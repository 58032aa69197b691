package io.matapalo.fastpath.invalidation.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.ForeignKey.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRulesTest {

  private static final TableName SHOP = new TableName("app", "shop");
  private static final TableName FIRM = new TableName("app", "firm");
  private static final TableName GROUP = new TableName("app", "firm_group");
  private static final int BIGINT = 8;
  private static final int VARCHAR = 15;

  private static final Table SHOPS =
      new Table(
          SHOP,
          List.of(
              integer("id"),
              text("code", "utf8mb4_bin", true),
              new Column("wide", "bigint", true, Optional.empty(), false, false),
              integer("firm_id")));
  private static final Table FIRMS = new Table(FIRM, List.of(integer("id"), integer("group_id")));
  private static final Table GROUPS = new Table(GROUP, List.of(integer("id")));

  private static Column integer(String name) {
    return new Column(name, "bigint", false, Optional.empty(), false, false);
  }

  private static Column text(String name, String collation, boolean padded) {
    return new Column(name, "varchar", false, Optional.of(collation), padded, false);
  }

  private static StaleBy by(String table, String key) {
    return new StaleBy(table, Optional.of(key));
  }

  private static KeyRules rules(List<ForeignKey> keys, StaleBy... by) {
    CachePolicy cache =
        new CachePolicy(
            "c", Scope.PROCESS, 9, Duration.ofDays(1), Duration.ZERO, 0, Arrays.asList(by));
    return KeyRules.of(List.of(cache), "app", new Schema(List.of(SHOPS, FIRMS, GROUPS), keys));
  }

  private static LoggedTable logged(TableName name, int... types) {
    return new LoggedTable(
        name, Arrays.stream(types).boxed().toList(), List.of(), Optional.empty());
  }

  private static LoggedTable loggedShop() {
    return logged(SHOP, BIGINT, VARCHAR, BIGINT, BIGINT);
  }

  private static RowImage row(@Nullable Object... values) {
    BitSet all = new BitSet();
    all.set(0, values.length);
    return new RowImage(all, Arrays.asList(values));
  }

  private static RowImage shop(long id, String code, long wide, @Nullable Long firm) {
    return row(id, code.getBytes(StandardCharsets.UTF_8), wide, firm);
  }

  private static List<String> told(
      TableKeys keys, @Nullable RowImage before, @Nullable RowImage after) {
    List<String> told = new ArrayList<>();
    keys.tell(
        new RowChange(before, after),
        one ->
            told.add(
                switch (one) {
                  case Stale.Entry(String cache, String key) -> key;
                  case Stale.Whole(String cache) -> "*";
                }));
    return told;
  }

  @Test
  void aKeyIsMadeOfSeveralColumnsWhateverTheirCase() {
    TableKeys keys = rules(List.of(), by("shop", "{ID}-{code}/{wide}")).keysOf(loggedShop(), false);

    assertThat(told(keys, null, shop(5, "Zoë  ", -1, null)))
        .containsExactly("5-Zoë/18446744073709551615");
  }

  @Test
  void anUpdateTellsTheKeysOfBothImages() {
    TableKeys keys = rules(List.of(), by("shop", "{id}")).keysOf(loggedShop(), false);

    assertThat(told(keys, shop(1, "", 0, null), shop(2, "", 0, null))).containsExactly("1", "2");
    assertThat(told(keys, shop(3, "", 0, null), null)).containsExactly("3");
  }

  @Test
  void aRowWithNullInAColumnOfTheKeyTellsNothing() {
    TableKeys keys = rules(List.of(), by("shop", "{firm_id}")).keysOf(loggedShop(), false);

    assertThat(told(keys, null, shop(1, "", 0, null))).isEmpty();
    assertThat(told(keys, shop(1, "", 0, 7L), shop(1, "", 0, null))).containsExactly("7");
  }

  @Test
  void anImageWithoutTheColumnDropsTheWholeCacheUnlessItIsUnchanged() {
    TableKeys keys = rules(List.of(), by("shop", "{firm_id}")).keysOf(loggedShop(), false);
    BitSet idOnly = new BitSet();
    idOnly.set(0);
    RowImage partial = new RowImage(idOnly, List.of(1L));

    assertThat(told(keys, null, partial)).containsExactly("*");
    assertThat(told(keys, partial, shop(1, "", 0, 5L))).containsExactly("*", "5");
    assertThat(told(keys, shop(1, "", 0, 5L), partial)).containsExactly("5", "5");
  }

  @Test
  void aTableThatDoesNotLookAsInTheSchemaDropsTheWholeCache() {
    KeyRules rules = rules(List.of(), by("shop", "{id}"));

    assertThat(told(rules.keysOf(logged(SHOP, BIGINT, BIGINT), false), null, row(1L, 2L)))
        .containsExactly("*");
    LoggedTable moved = logged(SHOP, VARCHAR, BIGINT, BIGINT, BIGINT);
    assertThat(told(rules.keysOf(moved, false), null, row(new byte[0], 1L, 2L, 3L)))
        .containsExactly("*");
    assertThat(told(rules.keysOf(loggedShop(), true), null, shop(1, "", 0, null)))
        .containsExactly("*");
  }

  @Test
  void columnsAreFoundByTheLogsOwnNames() {
    KeyRules rules = rules(List.of(), by("shop", "{id}"), by("shop", "{code}"));
    BitSet unsigned = new BitSet();
    unsigned.set(1);
    LoggedTable moved =
        new LoggedTable(
            SHOP, List.of(VARCHAR, BIGINT), List.of("code", "id"), Optional.of(unsigned));
    RowImage row = row("x".getBytes(StandardCharsets.UTF_8), -1L);

    assertThat(told(rules.keysOf(moved, false), null, row))
        .containsExactly("18446744073709551615", "x");
    // A newer schema may tell another character set.
    assertThat(told(rules.keysOf(moved, true), null, row))
        .containsExactly("18446744073709551615", "*");
  }

  @Test
  void anotherTableTellsNothing() {
    KeyRules rules = rules(List.of(), by("shop", "{id}"));

    assertThat(rules.keysOf(logged(FIRM, BIGINT, BIGINT), false).isEmpty()).isTrue();
    assertThat(rules.concern(FIRM)).isFalse();
  }

  private static ForeignKey shopsOfFirm(Action onDelete, Action onUpdate) {
    return new ForeignKey(SHOP, FIRM, List.of("firm_id"), List.of("id"), onDelete, onUpdate);
  }

  private static final ForeignKey FIRMS_OF_GROUP =
      new ForeignKey(
          FIRM, GROUP, List.of("group_id"), List.of("id"), Action.CASCADE, Action.CASCADE);

  @Test
  void aDeletedParentTellsTheKeysOfItsChildren() {
    KeyRules rules =
        rules(List.of(shopsOfFirm(Action.CASCADE, Action.NONE)), by("shop", "f{firm_id}"));
    TableKeys parent = rules.keysOf(logged(FIRM, BIGINT, BIGINT), false);

    assertThat(told(parent, row(7L, 1L), null)).containsExactly("f7");
    assertThat(told(parent, null, row(7L, 1L))).isEmpty();
    assertThat(told(parent, row(7L, 1L), row(7L, 2L))).isEmpty();
  }

  @Test
  void aChangedParentTellsOnlyWhereTheChildFollows() {
    KeyRules rules =
        rules(List.of(shopsOfFirm(Action.NONE, Action.CASCADE)), by("shop", "f{firm_id}"));
    TableKeys parent = rules.keysOf(logged(FIRM, BIGINT, BIGINT), false);

    assertThat(told(parent, row(7L, 1L), row(8L, 1L))).containsExactly("f7", "f8");
    assertThat(told(parent, row(7L, 1L), row(7L, 2L))).isEmpty();
    assertThat(told(parent, row(7L, 1L), null)).isEmpty();
  }

  @Test
  void whatTheParentDoesNotKnowIsTheWholeCache() {
    KeyRules rules = rules(List.of(shopsOfFirm(Action.CLEAR, Action.NONE)), by("shop", "{id}"));

    assertThat(told(rules.keysOf(logged(FIRM, BIGINT, BIGINT), false), row(7L, 1L), null))
        .containsExactly("*");
  }

  @Test
  void cascadesGoOnOverTables() {
    KeyRules rules =
        rules(
            List.of(shopsOfFirm(Action.CASCADE, Action.NONE), FIRMS_OF_GROUP),
            by("shop", "f{firm_id}"));

    assertThat(told(rules.keysOf(logged(GROUP, BIGINT), false), row(1L), null))
        .containsExactly("*");
    assertThat(told(rules.keysOf(logged(GROUP, BIGINT), false), row(1L), row(2L))).isEmpty();
  }

  @Test
  void circlesOfForeignKeysEnd() {
    ForeignKey back =
        new ForeignKey(
            FIRM, SHOP, List.of("group_id"), List.of("id"), Action.CASCADE, Action.CASCADE);
    KeyRules rules =
        rules(List.of(shopsOfFirm(Action.CASCADE, Action.CASCADE), back), by("shop", "{id}"));

    assertThat(told(rules.keysOf(loggedShop(), false), shop(1, "", 0, 2L), null))
        .contains("1", "*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRUNCATE TABLE shop                      | true",
        "alter table `app`.`SHOP` add x int       | true",
        "alter table shop_log add x int           | false",
        "drop database app                        | true",
        "create table app.other (id int)          | false",
        "rename table x to shop                   | true",
      })
  void aStatementNamesItsTables(String sql, boolean named) {
    KeyRules rules = rules(List.of(), by("shop", "{id}"));

    assertThat(rules.named(Words.of(sql)).isEmpty()).isNotEqualTo(named);
  }

  private static final CachePolicy ODD =
      new CachePolicy(
          "c",
          Scope.PROCESS,
          9,
          Duration.ofDays(1),
          Duration.ZERO,
          0,
          List.of(
              by("shop", "{name}"),
              by("shop", "{latin}"),
              by("shop", "{at}"),
              by("shop", "{kind}"),
              by("shop", "{twice}"),
              by("shop", "{gone}"),
              by("other.shop", "{id}")));

  @Test
  void whatCannotBeKeptIsSaidWithTheRemedy() {
    Table odd =
        new Table(
            SHOP,
            List.of(
                text("name", "utf8mb4_unicode_ci", true),
                text("latin", "latin1_bin", true),
                new Column("at", "datetime", false, Optional.empty(), false, false),
                new Column("kind", "enum", false, Optional.of("utf8mb4_bin"), true, false),
                new Column("twice", "int", false, Optional.empty(), false, true)));
    List<String> problems =
        KeyRules.of(List.of(ODD), "app", new Schema(List.of(odd), List.of())).problems();

    assertThat(problems)
        .hasSize(7)
        .allMatch(problem -> problem.startsWith("cache c: stale-by table "));
    assertThat(problems.get(0)).contains("column name", "utf8mb4_unicode_ci", "ends with _bin");
    assertThat(problems.get(1)).contains("latin1_bin");
    assertThat(problems.get(2)).contains("type datetime");
    assertThat(problems.get(3)).contains("type enum");
    assertThat(problems.get(4)).contains("make it STORED");
    assertThat(problems.get(5)).contains("no column gone", "name, latin, at");
    assertThat(problems.get(6)).contains("no such table");
  }
}
