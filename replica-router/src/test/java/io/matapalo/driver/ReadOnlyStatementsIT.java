package io.matapalo.driver;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Statements in transactions that declare to read, on MariaDB. */
final class ReadOnlyStatementsIT extends ReadOnlyStatements {

  @TempDir static Path folder;
  private static MariaDb server;

  @BeforeAll
  static void start() {
    server = MariaDb.start(ServerConfig.inFolder(folder));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  MariaDb server() {
    return server;
  }

  @Override
  List<String> alsoWriting() {
    return List.of(
        "/*M!50000 insert into */ item values (9, 9)",
        "/*M!100100 delete from */ item",
        "insert into item values (9, 9) returning id",
        "set statement max_statement_time = 60 for insert into item values (9, 9)",
        "set statement max_statement_time = 60 for select noted()",
        "values (noted())",
        "execute immediate 'insert into item values (9, 9)'",
        "begin not atomic insert into item values (9, 9); end",
        "analyze update item set v = 9",
        "explain select noted() from item; update item set v = 9",
        "create or replace table item (id int)");
  }

  @Override
  List<String> alsoReading() {
    return List.of(
        "set statement max_statement_time = 60 for select v from item",
        "values (1)",
        "analyze select v from item",
        "execute immediate 'select 1'");
  }
}
