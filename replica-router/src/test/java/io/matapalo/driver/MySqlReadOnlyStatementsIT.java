package io.matapalo.driver;

import io.matapalo.router.mysql.RealMySql;
import io.matapalo.testkit.mysql.MySql;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Statements in transactions that declare to read, on MySQL. */
@Tag("deep")
final class MySqlReadOnlyStatementsIT extends ReadOnlyStatements {

  private static MySql server;

  @BeforeAll
  static void start() {
    server = MySql.start(RealMySql.config("read-only"));
    server.administer("set global log_bin_trust_function_creators = on");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  MySql server() {
    return server;
  }

  @Override
  List<String> alsoWriting() {
    return List.of(
        "with x as (select 1 as id) update item set v = 9 where id in (select id from x)",
        "with x as (select 1 as id) delete from item where id in (select id from x)",
        "values row(noted())",
        "explain analyze select noted() from item",
        "insert into item values (1, 1) as n on duplicate key update v = 9 + n.v");
  }

  @Override
  List<String> alsoReading() {
    return List.of("table item", "values row(1)", "explain analyze select v from item");
  }
}
