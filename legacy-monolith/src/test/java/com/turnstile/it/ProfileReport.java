package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;

import com.turnstile.it.ReferencePurchase.Accounts;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warm purchases of the reference basket, several times each, and a page about them. */
final class ProfileReport {

  static final int REPETITIONS = 5;

  private final ReferencePurchase reference;
  private final List<Accounts> measured = new ArrayList<>();
  private final StringBuilder table =
      new StringBuilder(
          """
          | purchase | account | select | update | insert | delete | all | repetitions |
          |---|---|---|---|---|---|---|---|
          """);

  ProfileReport(ReferencePurchase reference) {
    this.reference = reference;
  }

  /** Buys twice to warm up, and then as often as is counted. */
  List<Accounts> repeat(String what, long customer, String event) throws Exception {
    for (int i = 0; i < 2; i++) {
      reference.buy(ReferencePurchase.purchase(customer, event, ReferencePurchase.basket()));
    }
    List<Accounts> repetitions = new ArrayList<>();
    for (int i = 0; i < REPETITIONS; i++) {
      repetitions.add(
          reference.measure(
              ReferencePurchase.purchase(customer, event, ReferencePurchase.basket())));
    }
    rows(what, "statements' texts", repetitions.stream().map(Accounts::texts));
    rows(what, "server's counters", repetitions.stream().map(Accounts::counters));
    rows(what, "SQL recorder", repetitions.stream().map(Accounts::recorder));
    measured.addAll(repetitions);
    return repetitions;
  }

  List<Accounts> measured() {
    return List.copyOf(measured);
  }

  void write() throws IOException, SQLException {
    ProofPage.write(
        "purchase-profile",
        "profile",
        "size M, generator's seed 1, and the purchases of this proof: %s".formatted(rowCounts()),
        """
        How many statements one warm `Checkout.purchase` of the reference basket executes, on any thread and both tiers; COMMIT
        and SET apart. The basket is 2 STANDING, 2 SEATED, 1 VIP. Published: **137 selects, 32 updates, 7 inserts, 1 delete, 177
        in all**. A fee rule of the event's own is one select more, as the formula in [slowness.md](../slowness.md) says.

        Three accounts know nothing of each other: the texts in the server's general log; its counters `Com_select`,
        `Com_update`, `Com_insert`, `Com_delete`; the SQL recorder's `Checkout.purchase`. Each purchase was made twice before it
        was counted; the last column says in how many repetitions the row was seen. Counts gate this proof; no time is measured.

        %s\
        """
            .formatted(table));
  }

  /** One for each different outcome: one, when all repetitions are equal. */
  private void rows(String what, String account, Stream<Profile> profiles) {
    Map<Profile, Long> times =
        profiles.collect(
            Collectors.groupingBy(one -> one, LinkedHashMap::new, Collectors.counting()));
    times.forEach((profile, count) ->
        table.append(
            "| %s | %s | %d | %d | %d | %d | %d | %d of %d |%n"
                .formatted(
                    what,
                    account,
                    profile.selects(),
                    profile.updates(),
                    profile.inserts(),
                    profile.deletes(),
                    profile.all(),
                    count,
                    REPETITIONS)));
  }

  /** Of every table, exactly. */
  private static String rowCounts() throws SQLException {
    List<String> counts = new ArrayList<>();
    for (String name :
        query(
            "select table_name from information_schema.tables where table_schema = database()"
                + " and table_name not like 'DATABASECHANGELOG%' order by table_name")) {
      long rows = Long.parseLong(query("select count(*) from " + name).get(0));
      counts.add("`%s` %,d".formatted(name, rows));
    }
    return counts.stream().collect(Collectors.joining(", "));
  }
}
