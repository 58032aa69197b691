package com.turnstile.data;

import java.io.Console;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The command line. Confined to one thread. */
public final class Main {

  private static final String USAGE =
      """
      Fills Turnstile's schema with customers, events and orders; the same seed makes the same rows.

      usage: data --size S|M|L --url JDBC-URL --user USER [--password-env VARIABLE] [--seed N]
             data --check --url … --user …

        --size S|M|L         S: the schema's seed alone (2,000 customers, 200 events): nothing is loaded
                             M: 20,000 customers, 2,000 events, 100,000 orders
                             L: 200,000 customers, 100,000 events, 1,000,000 orders
        --customers N, --events N, --orders N
                             other numbers, in all; what is not given is the size's (without one, S's)
        --url, --user        the database: jdbc:mysql://host:port/database?connectionTimeZone=UTC
        --password-env NAME  environment variable that holds the password; default MATAPALO_JDBC_PASSWORD
        --seed N             default 1
        --replace            first delete every order, the audit trail, and the customers, events and
                             venues that are not of the schema's seed
        --check              load nothing; count what breaks the rules that orders obey

      Exit codes: 0 done, 1 failed or refused, 2 wrong command line.
      """;
  private static final Set<String> VALUED =
      Set.of(
          "--size",
          "--customers",
          "--events",
          "--orders",
          "--url",
          "--user",
          "--password-env",
          "--seed");
  private static final Set<String> FLAGS = Set.of("--replace", "--check", "--help");

  private final Map<String, String> options;
  private final PrintStream out;

  private Main(Map<String, String> options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
  }

  /** One run; its exit code. */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    Map<String, String> options;
    try {
      options = parse(arguments);
    } catch (DataException e) {
      err.println("data: " + e.getMessage() + " (--help lists the options)");
      return 2;
    }
    if (options.containsKey("--help")) {
      out.print(USAGE);
      return 0;
    }
    try {
      return new Main(options, out).run(environment);
    } catch (DataException e) {
      err.println("data: " + e.getMessage());
    } catch (SQLException e) {
      err.println("data: the database says: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("data: interrupted");
    }
    return 1;
  }

  private static Map<String, String> parse(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (FLAGS.contains(word)) {
        options.put(word, "");
      } else if (!VALUED.contains(word)) {
        throw new DataException("unknown option " + word);
      } else if (i + 1 == arguments.size()) {
        throw new DataException(word + " needs a value");
      } else {
        options.put(word, arguments.get(++i));
      }
    }
    if (options.containsKey("--help")) {
      return options;
    }
    boolean sized =
        List.of("--size", "--customers", "--events", "--orders", "--check").stream()
            .anyMatch(options::containsKey);
    if (!sized) {
      throw new DataException("--size S|M|L must be given");
    }
    for (String needed : List.of("--url", "--user")) {
      if (!options.containsKey(needed)) {
        throw new DataException(needed + " must be given");
      }
    }
    if (!options.get("--url").startsWith("jdbc:mysql://")) {
      throw new DataException("--url must begin with jdbc:mysql://");
    }
    for (String number : List.of("--customers", "--events", "--orders", "--seed")) {
      if (!options.getOrDefault(number, "1").matches("-?[0-9]{1,9}")) {
        throw new DataException(
            number + " is a whole number of at most nine digits, was " + options.get(number));
      }
    }
    // Wrong ones are of the command line too.
    size(options);
    return options;
  }

  private static Size size(Map<String, String> options) {
    Size named = Size.named(options.getOrDefault("--size", "S"));
    if (!options.containsKey("--customers")
        && !options.containsKey("--events")
        && !options.containsKey("--orders")) {
      return named;
    }
    return new Size(
        "custom",
        number(options, "--customers", named.customers()),
        number(options, "--events", named.events()),
        number(options, "--orders", named.orders()));
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
  }

  private int run(Map<String, String> environment) throws SQLException, InterruptedException {
    String variable = options.getOrDefault("--password-env", "MATAPALO_JDBC_PASSWORD");
    Database database =
        new Database(
            options.get("--url"), options.get("--user"), environment.getOrDefault(variable, ""));
    if (options.containsKey("--check")) {
      return check(database);
    }
    Size size = size(options);
    long seed = number(options, "--seed", 1);
    if (options.containsKey("--replace")) {
      try (Connection connection = database.connect()) {
        Schema.clear(connection);
      }
    } else if (size.isSeedAlone()) {
      out.println("size S is the schema's seed: nothing to load");
      return 0;
    }
    Progress done = load(database, size, seed);
    out.println(
        String.format(
            Locale.ROOT,
            "loaded size %s, seed %d: %,d customers, %,d events, %,d orders; %,d rows in %.1f s",
            size.name(),
            seed,
            size.customers(),
            size.events(),
            size.orders(),
            done.rows(),
            done.seconds()));
    return 0;
  }

  private Progress load(Database database, Size size, long seed)
      throws SQLException, InterruptedException {
    try {
      return new Loader(database, rows -> new Progress(out, isTerminal(), rows)).load(size, seed);
    } catch (SQLException e) {
      throw new DataException(
          "the load failed: %s; what was written stays, --replace begins anew"
              .formatted(e.getMessage()),
          e);
    }
  }

  // Null it still is, where neither end is a terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private int check(Database database) throws SQLException {
    try (Connection connection = database.connect()) {
      String loaded =
          Schema.requireSchema(connection).map(LoadMark::text).orElse("nothing was loaded");
      List<String> broken = Check.run(connection);
      broken.forEach(out::println);
      out.println(
          "%s: %s (%d orders; %s)"
              .formatted(
                  broken.isEmpty() ? "all rules hold" : "rules are broken",
                  database,
                  Database.number(connection, "SELECT COUNT(*) FROM orders"),
                  loaded));
      return broken.isEmpty() ? 0 : 1;
    }
  }
}
