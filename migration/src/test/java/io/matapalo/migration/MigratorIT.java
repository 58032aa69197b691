package io.matapalo.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The tool against a real server, each test in a database of its own. */
class MigratorIT {

  /** The worked example, beside the module. */
  private static final Path TURNSTILE = Path.of("turnstile", "changelog", "root.yaml");

  @TempDir static Path serverFolder;
  private static MariaDb server;

  @TempDir Path changelogFolder;
  private String database = "";

  @BeforeAll
  static void startServer() {
    server = MariaDb.start(ServerConfig.inFolder(serverFolder));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void createDatabase(TestInfo test) {
    database = test.getTestMethod().orElseThrow().getName().substring(0, 20);
    server.createDatabase(database);
  }

  @Test
  void turnstileBaselineIsAppliedOnceAndTakenBackToNothing() throws SQLException {
    Migrator migrator = Migrator.plan(address(), TURNSTILE);

    int all = migrator.run(new Step.Status()).pending().size();
    assertThat(all).isGreaterThanOrEqualTo(7);
    assertThat(migrator.run(new Step.Update()).changed()).hasSize(all);
    assertThat(query("select count(*) from customer")).containsExactly("2000");
    assertThat(query("select count(*), min(available), max(available) from stock"))
        .containsExactly("800", "0", "1000000");
    assertThat(query("select role_code from customer where id = 1")).containsExactly("MEMBER");

    Outcome again = migrator.run(new Step.Update());
    assertThat(again.changed()).isEmpty();
    assertThat(again.applied()).hasSize(all);

    assertThat(migrator.run(new Step.Rollback(2)).pending()).hasSize(2);
    assertThat(migrator.run(new Step.Update()).changed()).hasSize(2);
    assertThat(migrator.run(new Step.Rollback(all)).applied()).isEmpty();
    assertThat(
            query(
                "select table_name from information_schema.tables where table_schema = database()"))
        .containsExactlyInAnyOrder("DATABASECHANGELOG", "DATABASECHANGELOGLOCK");
  }

  /** What the router's jar ships for commits whose answer is lost. */
  @Test
  void outcomeTableOfTheRouterIsAppliedAndTakenBack() throws SQLException {
    Path shipped =
        Path.of("..", "replica-router", "src", "main", "resources", "matapalo")
            .resolve("outcome-changelog.sql");
    Migrator migrator = Migrator.plan(address(), shipped);

    assertThat(migrator.run(new Step.Update()).changed())
        .containsExactly("matapalo/outcome-changelog.sql::outcome-1::matapalo");
    assertThat(
            query(
                "select column_name, column_type, column_key from information_schema.columns"
                    + " where table_schema = database() and table_name = 'matapalo_outcome'"
                    + " and column_key in ('PRI', 'UNI') order by column_name"))
        .containsExactly("id", "binary(16)", "PRI", "key_hash", "binary(32)", "UNI");
    assertThat(migrator.run(new Step.Rollback(1)).applied()).isEmpty();
  }

  @Test
  void statusChangesNoTableOfTheSchema() throws SQLException {
    Migrator.plan(address(), TURNSTILE).run(new Step.Status());

    assertThat(
            query(
                "select table_name from information_schema.tables where table_schema = database()"
                    + " and table_name not like 'DATABASECHANGELOG%'"))
        .isEmpty();
  }

  @Test
  void moreThanIsAppliedCannotBeTakenBack() {
    Migrator migrator = Migrator.plan(address(), TURNSTILE);

    assertThatThrownBy(() -> migrator.run(new Step.Rollback(1)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("only 0 of this change log are applied");
  }

  /** Two change logs in one database, as Turnstile's and the router's outcome table. */
  @Test
  void changeSetsOfOthersBetweenAreNotCounted() throws Exception {
    Path others = Files.createDirectories(changelogFolder.resolve("others"));
    Path other =
        Files.writeString(
            others.resolve("other.sql"),
            """
            --liquibase formatted sql
            --changeset other:1 dbms:mysql,mariadb
            create table other (id int);
            --rollback drop table other;
            """);
    Path changelog = changelog(undoable("two"), undoable("three"));
    Migrator migrator = Migrator.plan(address(), changelog);
    assertThat(migrator.run(new Step.Update()).changed()).hasSize(2);
    Migrator.plan(address(), other).run(new Step.Update());
    assertThat(
            Migrator.plan(
                    address(), changelog(undoable("two"), undoable("three"), undoable("four")))
                .run(new Step.Update())
                .changed())
        .hasSize(1);

    Outcome outcome = migrator.run(new Step.Rollback(2));

    assertThat(outcome.changed())
        .containsExactlyInAnyOrder("tables.sql::1::test", "tables.sql::2::test");
    assertThat(outcome.applied()).containsExactly("tables.sql::0::test");
    assertThat(
            query(
                "select table_name from information_schema.tables where table_schema ="
                    + " database() and table_name in ('two', 'three', 'four', 'other')"))
        .containsExactlyInAnyOrder("two", "other");
    assertThatThrownBy(() -> migrator.run(new Step.Rollback(2)))
        .hasMessageContaining("only 1 of this change log are applied");
  }

  @Test
  void whatAnUpdateLeavesOutIsTold() throws IOException {
    Path changelog =
        Files.writeString(
            changelogFolder.resolve("skips.sql"),
            """
            --liquibase formatted sql
            --changeset test:1 dbms:mysql,mariadb
            create table two (id int);
            --changeset test:2 dbms:oracle
            create table three (id number);
            --changeset test:3
            --preconditions onFail:MARK_RAN
            --precondition-sql-check expectedResult:1 select count(*) from two
            create table four (id int);
            --changeset test:4
            --preconditions onFail:CONTINUE
            --precondition-sql-check expectedResult:1 select count(*) from two
            create table five (id int);
            """);

    Outcome outcome = Migrator.plan(address(), changelog).run(new Step.Update());

    assertThat(outcome.skipped())
        .containsExactly(
            "skips.sql::3::test: its precondition does not hold, so it was noted as run",
            "skips.sql::2::test: it is for oracle, and the database is mariadb",
            "skips.sql::4::test: its precondition does not hold");
  }

  @Test
  void failureKeepsWhatWasAppliedBeforeAndTheNextRunGoesOn() throws IOException {
    Path changelog = changelog("create table two (id int);", "create tabel three (id int);");

    assertThatThrownBy(() -> Migrator.plan(address(), changelog).run(new Step.Update()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("update of")
        .hasMessageContaining("in change set tables.sql::1::test: ")
        .hasMessageContaining("SQL syntax")
        .hasMessageNotContaining(server.password());

    changelog("create table two (id int);", "create table three (id int);");
    assertThat(Migrator.plan(address(), changelog).run(new Step.Update()).changed()).hasSize(1);
  }

  @Test
  void changedChangeSetIsRefused() throws IOException {
    Migrator.plan(address(), changelog("create table two (id int);")).run(new Step.Update());
    Path changed = changelog("create table two (id bigint);");

    assertThatThrownBy(() -> Migrator.plan(address(), changed).run(new Step.Update()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("alidation");
  }

  @Test
  void wrongPasswordIsReportedWithoutIt() {
    DatabaseAddress wrong =
        new DatabaseAddress(
            server.jdbcUrl(database), server.user(), "notThePassword", Duration.ofSeconds(10));

    assertThatThrownBy(() -> Migrator.plan(wrong, TURNSTILE).run(new Step.Update()))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("Access denied")
        .hasMessageNotContaining("notThePassword");
  }

  private static String undoable(String table) {
    return "create table %1$s (id int);\n--rollback drop table %1$s;".formatted(table);
  }

  private Path changelog(String... statements) throws IOException {
    List<String> lines = new ArrayList<>(List.of("--liquibase formatted sql"));
    for (int i = 0; i < statements.length; i++) {
      lines.add("--changeset test:" + i + " dbms:mysql,mariadb");
      lines.add(statements[i]);
    }
    Files.write(changelogFolder.resolve("tables.sql"), lines);
    return Files.writeString(
        changelogFolder.resolve("root.yaml"),
        "databaseChangeLog:\n  - include: {file: tables.sql, relativeToChangelogFile: true}\n");
  }

  private DatabaseAddress address() {
    return new DatabaseAddress(
        server.jdbcUrl(database), server.user(), server.password(), Duration.ofSeconds(10));
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(database), server.user(), server.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(rows.getString(i));
        }
      }
      return values;
    }
  }
}
