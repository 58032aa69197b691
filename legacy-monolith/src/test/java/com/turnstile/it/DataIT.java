package com.turnstile.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.data.Main;
import com.turnstile.service.Secrets;
import io.matapalo.migration.DatabaseAddress;
import io.matapalo.migration.Migrator;
import io.matapalo.migration.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The data generator against a database. */
class DataIT {

  private static final String[] SMALL = {
    "--customers", "2100", "--events", "260", "--orders", "500"
  };

  /** What a run said, and its exit code. */
  private record Run(int code, String out, String err) {}

  private static Run data(String schema, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--url",
                Surroundings.database().jdbcUrl(schema),
                "--user",
                Surroundings.database().user(),
                "--password-env",
                "SECRET"));
    arguments.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            arguments,
            Map.of("SECRET", Surroundings.database().password()),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static Run dataWithSeed(String schema, int seed, String... more) {
    List<String> options = new ArrayList<>(List.of(SMALL));
    options.addAll(List.of("--seed", Integer.toString(seed)));
    options.addAll(List.of(more));
    return data(schema, options.toArray(String[]::new));
  }

  private static void schema(String name) {
    Surroundings.database().createDatabase(name);
    Migrator.plan(
            new DatabaseAddress(
                Surroundings.database().jdbcUrl(name),
                Surroundings.database().user(),
                Surroundings.database().password(),
                Duration.ofSeconds(30)),
            Path.of(System.getProperty("matapalo.root"), "migration/turnstile/changelog/root.yaml"))
        .run(new Step.Update());
  }

  private static Connection connect(String schema) throws SQLException {
    return DriverManager.getConnection(
        Surroundings.database().jdbcUrl(schema),
        Surroundings.database().user(),
        Surroundings.database().password());
  }

  private static void change(String schema, String sql) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  private static long number(String schema, String query) throws SQLException {
    try (Connection connection = connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** By table, without Liquibase's and the one that says what was loaded. */
  private static Map<String, Long> checksums(String schema) throws SQLException {
    Map<String, Long> sums = new TreeMap<>();
    try (Connection connection = connect(schema);
        Statement tables = connection.createStatement();
        Statement sum = connection.createStatement();
        ResultSet name = tables.executeQuery("SHOW TABLES")) {
      while (name.next()) {
        if (!name.getString(1).matches("DATABASECHANGELOG.*|config_entry")) {
          try (ResultSet row = sum.executeQuery("CHECKSUM TABLE " + name.getString(1))) {
            row.next();
            sums.put(name.getString(1), row.getLong(2));
          }
        }
      }
    }
    return sums;
  }

  @Test
  void sameSeedMakesIdenticalTablesAndEveryRuleHolds() throws SQLException {
    schema("data_first");
    schema("data_second");
    Map<String, Long> bare = checksums("data_first");

    Run first = dataWithSeed("data_first", 7);
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("loaded size custom, seed 7: 2,100 customers, 260 events, 500 orders; ");
    assertThat(number("data_first", "SELECT COUNT(*) FROM orders")).isEqualTo(500);
    assertThat(number("data_first", "SELECT COUNT(*) FROM customer")).isEqualTo(2_100);
    assertThat(number("data_first", "SELECT COUNT(*) FROM event")).isEqualTo(260);
    assertThat(data("data_first", "--check").out()).startsWith("all rules hold");

    dataWithSeed("data_second", 8);
    Map<String, Long> other = checksums("data_second");
    Run replaced = dataWithSeed("data_second", 7, "--replace");
    assertThat(replaced.err()).isEmpty();
    Map<String, Long> sums = checksums("data_first");
    assertThat(checksums("data_second")).as("another schema, loaded anew").isEqualTo(sums);
    for (String table :
        List.of(
            "orders",
            "order_line",
            "ticket",
            "ledger_entry",
            "audit_record",
            "customer",
            "event",
            "venue",
            "ticket_type",
            "stock")) {
      assertThat(sums.get(table)).as("%s by seed", table).isNotEqualTo(other.get(table));
      assertThat(sums.get(table)).as("%s was filled", table).isNotEqualTo(bare.get(table));
    }

    assertThat(data("data_second", "--size", "S", "--replace").code()).isZero();
    Map<String, Long> emptied = checksums("data_second");
    assertThat(emptied).as("the seed alone again, its stock included").isEqualTo(bare);
  }

  @Test
  void everyGeneratedCustomerHasTheExamplePassword() throws SQLException {
    schema("data_credentials");
    dataWithSeed("data_credentials", 3);

    assertThat(number("data_credentials", "SELECT COUNT(*) FROM customer_credential"))
        .isEqualTo(number("data_credentials", "SELECT COUNT(*) FROM customer"))
        .isEqualTo(2_100);
    try (Connection connection = connect("data_credentials");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT DISTINCT salt, iterations, password_hash FROM customer_credential"
                    + " WHERE customer_id > 2000")) {
      assertThat(row.next()).isTrue();
      assertThat(Secrets.passwordHash("curtain-up-2026", row.getString(1), row.getInt(2)))
          .isEqualTo(row.getString(3));
      assertThat(row.next()).as("another").isFalse();
    }
  }

  @Test
  void whatIsBrokenIsFound() throws SQLException {
    schema("data_broken");
    dataWithSeed("data_broken", 1);
    change("data_broken", "UPDATE ledger_entry SET credit = credit + 0.01 WHERE id = 42");
    change("data_broken", "DELETE FROM ticket WHERE id = 7");
    change("data_broken", "DELETE FROM customer_credential WHERE customer_id = 2001");
    change("data_broken", "UPDATE orders SET tax = tax + 0.01 WHERE id = 3");
    change("data_broken", "UPDATE orders SET card_last_four = '0x00' WHERE id = 4");
    Run check = data("data_broken", "--check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .contains("ledger balances", "as many tickets as its quantity", "total is subtotal")
        .contains("the card's digits", "digest is of customer", "region takes", "rules are broken")
        .contains("broken 1 times: every customer has credentials");
  }

  @Test
  void whatCannotBeDoneIsExplained() throws SQLException {
    Surroundings.database().createDatabase("data_empty");
    Run noSchema = data("data_empty", "--size", "M");
    assertThat(noSchema.code()).isEqualTo(1);
    assertThat(noSchema.err()).contains("run ./matapalo migrate update");

    schema("data_used");
    assertThat(data("data_used", "--size", "S").out()).contains("nothing to load");
    dataWithSeed("data_used", 1);
    assertThat(dataWithSeed("data_used", 1).err())
        .contains("loaded already (complete size=custom seed=1")
        .contains("--replace");
    change("data_used", "UPDATE config_entry SET value = 'begun x' WHERE name = 'data.load'");
    assertThat(dataWithSeed("data_used", 1).err()).contains("a load that did not finish");
    change("data_used", "DELETE FROM config_entry WHERE name = 'data.load'");
    assertThat(dataWithSeed("data_used", 1).err()).contains("table orders has rows");

    assertThat(data("data_used", "--size", "XL").code()).isEqualTo(2);
    assertThat(data("data_used", "--size", "XL").err()).contains("was XL");
    assertThat(data("data_used", "--orders", "-1").err()).contains("was -1");
    assertThat(data("data_used", "--orders", "1e6").err()).contains("was 1e6");
    assertThat(data("data_used").err()).contains("--size S|M|L must be given");
    assertThat(data("data_used", "--rows", "1").err()).contains("unknown option --rows");
  }

  @Test
  void failedLoadSaysSoAndMayBeReplaced() throws SQLException {
    schema("data_failed");
    change("data_failed", "INSERT INTO config_entry (name, value) VALUES ('kept', '1')");
    try (Connection connection = connect("data_failed");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE ledger_entry RENAME TO ledger_moved");
    }
    Run failed = dataWithSeed("data_failed", 1);
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("ledger_entry").contains("--replace");
    try (Connection connection = connect("data_failed");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE ledger_moved RENAME TO ledger_entry");
    }
    assertThat(dataWithSeed("data_failed", 1).err()).contains("did not finish");
    assertThat(dataWithSeed("data_failed", 1, "--replace").code()).isZero();
    assertThat(data("data_failed", "--check").code()).isZero();
    assertThat(number("data_failed", "SELECT COUNT(*) FROM config_entry WHERE name = 'kept'"))
        .isEqualTo(1);
  }

  @Test
  @Tag("deep")
  void sizeMIsWhatItSays() throws SQLException {
    schema("data_m");
    Run load = data("data_m", "--size", "M");
    assertThat(load.err()).isEmpty();
    assertThat(number("data_m", "SELECT COUNT(*) FROM orders")).isEqualTo(100_000);
    assertThat(number("data_m", "SELECT COUNT(*) FROM customer")).isEqualTo(20_000);
    assertThat(number("data_m", "SELECT COUNT(*) FROM event")).isEqualTo(2_000);
    assertThat(data("data_m", "--check").out()).startsWith("all rules hold");
  }
}
