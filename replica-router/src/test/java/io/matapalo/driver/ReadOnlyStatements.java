package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.server.DatabaseServer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forms of statements in a transaction that declares to read, on a node that takes writes: whatever
 * writes is refused and writes nothing, by each driver. Confined to one thread.
 */
abstract class ReadOnlyStatements {

  private static final String READ_ONLY = "(?is).*read[- ]only.*";
  private static final int TIMES = 10;

  private static final List<String> WRITING =
      List.of(
          "insert into item values (9, 9)",
          "update item set v = 9",
          "delete from item",
          "replace into item values (1, 9)",
          "truncate table item",
          "select 1; insert into item values (9, 9)",
          "select 1; call note()",
          "select 1; truncate table item",
          "/* a comment */ update item set v = 9",
          "/*!50000 insert into */ item values (9, 9)",
          "-- a comment\ninsert into item values (9, 9)",
          "insert into item with x as (select 9 as id) select id, 9 from x",
          "insert into item select 9, 9",
          "call note()",
          "do noted()",
          "select noted()",
          "select v, noted() from item",
          "select * from noting",
          "with x as (select noted() as n) select n from x",
          "set @noted = noted()",
          "select noted() into @noted",
          "show tables where noted() = 1",
          "lock tables item write",
          "create table other (id int primary key)",
          "alter table item add column w int",
          "drop table item",
          "rename table item to other",
          "create or replace view noting as select 1",
          "drop procedure note");

  private static final List<String> READING =
      List.of(
          "select v from item",
          "(select v from item)",
          "/* a comment */ select v from item",
          "with x as (select v from item) select v from x",
          "select v from item; select 1",
          "select v into @v from item where id = 1",
          "select most()",
          "call find()",
          "do most()",
          "show tables",
          "explain select v from item",
          "set @v = 1",
          "handler item open",
          "handler item close");

  /** What neither driver nor server may take for a write. */
  private static final List<String> DEBATABLE =
      List.of(
          "select v from item for update",
          "select v from item lock in share mode",
          "create temporary table mine (id int)",
          "lock tables item read",
          "flush status",
          "analyze table item",
          "select get_lock('mine', 0)");

  /** How a transaction that reads begins. */
  enum Beginning {
    AUTOCOMMIT,
    TRANSACTION,
    AFTER_A_VALIDATION_QUERY
  }

  abstract DatabaseServer server();

  /** More of what writes, which this kind of server alone understands. */
  abstract List<String> alsoWriting();

  /** More of what reads. */
  abstract List<String> alsoReading();

  @BeforeEach
  void makeTables() {
    server().createDatabase("shop");
    server()
        .administer(
            "drop database shop",
            "create database shop",
            "create table shop.item (id int primary key, v int) engine=innodb",
            "create table shop.note (id int auto_increment primary key) engine=innodb",
            "create procedure shop.note() insert into shop.note values ()",
            "create procedure shop.find() select v from shop.item",
            "create function shop.most() returns int deterministic reads sql data"
                + " return (select max(v) from shop.item)",
            "create function shop.noted() returns int deterministic modifies sql data"
                + " begin insert into shop.note values (); return 1; end",
            "create view shop.noting as select shop.noted() as n",
            "insert into shop.item values (1, 1), (2, 2)");
  }

  @ParameterizedTest
  @EnumSource
  void whatWritesIsRefusedAndWritesNothing(Beginning beginning) throws SQLException {
    List<String> written = new ArrayList<>();
    for (String driver : List.of("mysql", "mariadb")) {
      try (Connection administrator = server().connect("shop")) {
        String before = contents(administrator);
        for (String form : all(WRITING, alsoWriting())) {
          Throwable refusal = refusal("jdbc:matapalo:" + driver, form, beginning);
          String after = contents(administrator);
          boolean refused = refusal != null && refusal.toString().matches(READ_ONLY);
          if (!refused || !after.equals(before)) {
            written.add("%s: %s: %s, then %s".formatted(driver, form, refusal, after));
            makeTables();
          }
        }
      }
    }
    assertThat(written).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatReadsIsNotRefused(Beginning beginning) throws SQLException {
    List<String> refused = new ArrayList<>();
    for (String driver : List.of("mysql", "mariadb")) {
      try (Connection connection = reading("jdbc:matapalo:" + driver, beginning)) {
        for (String form : all(READING, alsoReading())) {
          Throwable refusal = catchThrowable(() -> run(connection, form));
          if (refusal != null) {
            refused.add(driver + ": " + form + ": " + refusal);
          }
        }
        end(connection);
      }
    }
    assertThat(refused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void whatTheBareDriverRefusesIsRefused(String driver) throws SQLException {
    List<String> passed = new ArrayList<>();
    for (String form : DEBATABLE) {
      SQLException bare = refusal("jdbc:" + driver, form, Beginning.TRANSACTION);
      SQLException ours = refusal("jdbc:matapalo:" + driver, form, Beginning.TRANSACTION);
      if (bare != null && ours == null) {
        passed.add(form);
      }
    }
    assertThat(passed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aCallByPrepareCallIsRefused(String driver) throws SQLException {
    try (Connection connection = reading("jdbc:matapalo:" + driver, Beginning.TRANSACTION);
        CallableStatement call = connection.prepareCall("{call note()}")) {
      assertThatThrownBy(call::execute).isInstanceOf(SQLException.class);
    }
  }

  /** Of the form or, at the latest, of its commit. */
  private @Nullable SQLException refusal(String prefix, String form, Beginning beginning)
      throws SQLException {
    try (Connection connection = reading(prefix, beginning)) {
      return catchThrowableOfType(
          SQLException.class,
          () -> {
            run(connection, form);
            end(connection);
          });
    }
  }

  /** A pool's connection is told again only when it changes between reading and writing. */
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void onlyAChangeBetweenReadingAndWritingCostsAStatement(String driver) throws SQLException {
    RouterConfig config =
        RouterConfig.of(
                TopologyKind.SINGLE,
                List.of(Node.of("a", url("jdbc:" + driver))),
                "vm1",
                new RouterConfig.Credentials(server().user(), server().password()))
            .withPool(RouterConfig.Pool.ofSize(1));
    try (ReplicaRouter router = ReplicaRouter.create(config)) {
      unit(router, true, "select v from item");
      long before = questions(router, true);
      for (int i = 0; i < TIMES; i++) {
        unit(router, true, "select v from item");
      }
      assertThat(questions(router, true) - before).isEqualTo(TIMES + 1);
      before = questions(router, true);
      for (int i = 0; i < TIMES; i++) {
        unit(router, false, "update item set v = v + 1");
        unit(router, true, "select v from item");
        assertThatThrownBy(() -> unit(router, true, "do noted()")).hasMessageMatching(READ_ONLY);
      }
      // Three statements and two changes each time, and this question.
      assertThat(questions(router, true) - before).isEqualTo(TIMES * (3 + 2) + 1);
    }
  }

  private static void unit(ReplicaRouter router, boolean reads, String sql) throws SQLException {
    try (Connection connection = router.dataSource().getConnection()) {
      connection.setReadOnly(reads);
      run(connection, sql);
    }
  }

  /** Of the session, this one included. */
  private static long questions(ReplicaRouter router, boolean reads) throws SQLException {
    try (Connection connection = router.dataSource().getConnection()) {
      connection.setReadOnly(reads);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("show session status like 'Questions'")) {
        assertThat(row.next()).isTrue();
        return row.getLong(2);
      }
    }
  }

  private String url(String prefix) {
    return "%s://127.0.0.1:%d/shop?allowMultiQueries=true&allowPublicKeyRetrieval=true&sslMode=%s"
        .formatted(prefix, server().port(), prefix.endsWith("mysql") ? "DISABLED" : "disable");
  }

  private Connection reading(String prefix, Beginning beginning) throws SQLException {
    String url = url(prefix) + (prefix.contains("matapalo") ? "&matapalo.topology=single" : "");
    Connection connection = DriverManager.getConnection(url, server().user(), server().password());
    if (beginning != Beginning.AUTOCOMMIT) {
      connection.setAutoCommit(false);
    }
    if (beginning == Beginning.AFTER_A_VALIDATION_QUERY) {
      run(connection, "select 1");
    }
    connection.setReadOnly(true);
    return connection;
  }

  private static void end(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      // What a later statement of the text has failed by comes with its own result.
      boolean more = true;
      while (more) {
        more = statement.getMoreResults() || statement.getUpdateCount() >= 0;
      }
    }
  }

  private static List<String> all(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Rows, tables and routines. */
  private static String contents(Connection administrator) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String sql :
        List.of(
            "select id, v from shop.item order by id",
            "select id from shop.note order by id",
            "select table_name, column_name from information_schema.columns"
                + " where table_schema = 'shop' order by 1, 2",
            "select routine_name from information_schema.routines"
                + " where routine_schema = 'shop' order by 1",
            "show create view shop.noting")) {
      try (Statement statement = administrator.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          rows.add(row.getString(1) + " " + row.getString(row.getMetaData().getColumnCount()));
        }
      } catch (SQLException e) {
        rows.add(e.getMessage());
      }
    }
    return String.join(", ", rows);
  }
}
