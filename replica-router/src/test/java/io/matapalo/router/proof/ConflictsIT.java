package io.matapalo.router.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.proof.ConflictRun.Plan;
import io.matapalo.router.proof.ConflictRun.Told;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.TransactionSettings;
import io.matapalo.testkit.topology.DatabaseNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six processes write the same few rows on three nodes that all take writes, while nodes are
 * killed, cut off and paused: every unit of work is stored once or not at all, as its caller was
 * told. The proof also shows that no caller is told of an error, which wants a machine of its own.
 */
@Tag("deep")
@Tag("crowd")
final class ConflictsIT {
  private static final int INSTANCES = 6;
  private static final int WANTED_CONFLICTS = 100;
  private static final double MOST_UNKNOWN = 0.01;
  private static final long SEED = Long.getLong("matapalo.seed", 20_261_122);
  private static final Duration ASK = Duration.ofMinutes(1);

  private static final TransactionPolicy STANDARD_POLICY = TransactionPolicy.writing("transfer");

  private static final Plan UNDER_FAULTS =
      new Plan(
          "faults",
          Duration.ofSeconds(Integer.getInteger("matapalo.conflicts.seconds", 110)),
          STANDARD_POLICY.attempts(),
          STANDARD_POLICY.deadline(),
          SEED);

  private static final Plan WITHOUT_RETRY =
      new Plan("once", Duration.ofSeconds(15), 1, STANDARD_POLICY.deadline(), SEED);

  private static final int POOL = 4;
  private static final TransactionSettings STANDARD = TransactionSettings.DEFAULT;

  private static final boolean PROVING = Boolean.getBoolean("matapalo.prove");

  private static final ProofPage PAGE =
      new ProofPage(
          "conflicts",
          "the policy's and router's defaults: %d attempts, %s; retry.budget-share %.1f, retry.budget-floor %d, retry.node-wait %s, outcome.deadline %s; beside them pool %d, health.timeout %s, socketTimeout=5000"
              .formatted(
                  UNDER_FAULTS.attempts(),
                  UNDER_FAULTS.deadline(),
                  STANDARD.budget().percent() / 100.0,
                  STANDARD.budget().floor(),
                  STANDARD.nodeWait(),
                  STANDARD.outcomeDeadline(),
                  POOL,
                  Application.HEALTH_TIMEOUT));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Writers writers;
  private static Instances instances;

  @BeforeAll
  static void start() {
    writers = Writers.start(folder.resolve("servers"));
    PAGE.servers(writers.nodes());
    writers.nodes().createDatabase(Application.DATABASE);
    instances =
        Instances.start(INSTANCES, ConflictRun.CLIENTS_OF_AN_INSTANCE, ConflictWork.class, folder);
  }

  @AfterAll
  static void stop() {
    PAGE.write(2);
    instances.close();
    writers.close();
  }

  @Test
  void everyUnitIsStoredOnceAsItsCallerWasToldWhileNodesFail() throws Exception {
    ConflictRun run = new ConflictRun(writers.nodes(), instances, folder);
    run.prepare();
    open();
    ConflictCounters counters = new ConflictCounters(writers);
    Faults faults = writers.faults(counters::look);
    List<Told> told = run.run(UNDER_FAULTS, () -> faults.run(UNDER_FAULTS.length()));
    writers.awaitWhole();
    counters.look();

    Map<String, String> proven = settle(told);
    tell(UNDER_FAULTS, told, faults, counters);
    PAGE.line("Unknown at first, then proven: " + proven.values());
    instances
        .askAll(ASK, instance -> new Object[] {"do", "metrics"})
        .forEach(answer -> System.out.println(answer.text("metrics")));

    assertThat(counters.certificationFailures())
        .as("certification failures by the servers' counters")
        .isGreaterThanOrEqualTo(WANTED_CONFLICTS);
    // Attempts, budget and deadline are for a machine that gives servers and callers their time.
    assertThat(told).filteredOn(is("ERROR")).allMatch(failed -> !PROVING && failed.endedByALimit());
    assertThat(proven).hasSizeLessThanOrEqualTo((int) (told.size() * MOST_UNKNOWN));
    assertThat(proven.values()).allMatch(List.of("Committed", "NotCommitted")::contains);
    Set<String> done = units(told, "OK");
    proven.forEach((unit, outcome) -> {
      if (outcome.equals("Committed")) {
        done.add(unit);
      }
    });
    checkBooks(run, told, done);
    PAGE.holds();
  }

  @Test
  void withoutRetryCallersAreToldOfConflictsAndNothingIsStoredOfThose() throws Exception {
    ConflictRun run = new ConflictRun(writers.nodes(), instances, folder);
    run.prepare();
    open();
    ConflictCounters counters = new ConflictCounters(writers);
    Faults none = new Faults(counters::look);
    List<Told> told = run.run(WITHOUT_RETRY, () -> none.run(WITHOUT_RETRY.length()));
    counters.look();
    tell(WITHOUT_RETRY, told, none, counters);

    assertThat(told).filteredOn(is("ERROR")).isNotEmpty();
    assertThat(told).filteredOn(is("UNKNOWN")).isEmpty();
    checkBooks(run, told, units(told, "OK"));
    PAGE.holds();
  }

  private static void open() {
    Map<String, String> settings = Application.settings(writers.nodes(), instances.names());
    // A node that answers nobody must not hold a caller longer than it takes to leave it.
    settings.computeIfPresent(
        "urls", (key, urls) -> urls.replace("socketTimeout=60000", "socketTimeout=5000"));
    settings.put("pool", String.valueOf(POOL));
    instances.openAll(settings);
  }

  /** What became of each unit whose outcome its caller was not told; asked of another instance. */
  private static Map<String, String> settle(List<Told> told) {
    Map<String, String> proven = new TreeMap<>();
    for (Told unknown : told.stream().filter(is("UNKNOWN")).toList()) {
      Instance other = instances.all().get(proven.size() % INSTANCES);
      Message answer = other.ask(ASK.plusSeconds(30), "do", "settle", "id", unknown.more());
      assertThat(answer.text("later")).isEqualTo(answer.text("settled"));
      proven.put(unknown.unit(), answer.text("settled"));
    }
    return proven;
  }

  private static void checkBooks(ConflictRun run, List<Told> told, Set<String> done)
      throws Exception {
    Set<String> all = told.stream().map(Told::unit).collect(Collectors.toSet());
    for (DatabaseNode node : writers.nodes().nodes()) {
      Books books = run.books(node);
      assertThat(books.disagreements(done, all)).as("books of node " + node.name()).isEmpty();
      assertThat(books.sumOfAccounts()).isEqualTo(ConflictWork.ACCOUNTS * ConflictRun.START);
      PAGE.line("");
      PAGE.line(
          ("Node %s: %d ledger rows for %d acknowledged or proven units; accounts hold %d, counters"
                  + " %d: exactly those.")
              .formatted(
                  node.name(),
                  books.ledger().size(),
                  done.size(),
                  books.sumOfAccounts(),
                  books.sumOfCounters()));
    }
  }

  private static void tell(Plan plan, List<Told> told, Faults faults, ConflictCounters counters) {
    PAGE.line("");
    PAGE.line("## " + plan);
    PAGE.line("");
    PAGE.line(
        "%d processes, %d clients each, on %s; %d accounts, %d counters; READ COMMITTED."
            .formatted(
                INSTANCES,
                ConflictRun.CLIENTS_OF_AN_INSTANCE,
                writers.title(),
                ConflictWork.ACCOUNTS,
                ConflictWork.COUNTERS));
    faults.happened().forEach(text -> PAGE.line("- " + text));
    PAGE.line("");
    PAGE.line(
        "| units | acknowledged | errors | unknown | certification failures | aborts by lock |");
    PAGE.line("|---|---|---|---|---|---|");
    PAGE.line(
        "| %d | %d | %d | %d | %d | %d |"
            .formatted(
                told.size(),
                units(told, "OK").size(),
                units(told, "ERROR").size(),
                units(told, "UNKNOWN").size(),
                counters.certificationFailures(),
                counters.bruteForceAborts()));
    PAGE.line("");
    told.stream()
        .filter(is("ERROR"))
        .collect(Collectors.groupingBy(Told::more, TreeMap::new, Collectors.counting()))
        .forEach((error, count) -> PAGE.line("- error %d times: %s".formatted(count, error)));
    PAGE.line("Attempts needed: " + attempts(told));
  }

  private static String attempts(List<Told> told) {
    return told.stream()
        .filter(is("OK"))
        .collect(
            Collectors.groupingBy(
                unit -> Math.min(10, Integer.parseInt(unit.more())),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry ->
            (entry.getKey() == 10 ? "10 or more" : "" + entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Set<String> units(List<Told> told, String what) {
    return told.stream()
        .filter(is(what))
        .map(Told::unit)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Predicate<Told> is(String what) {
    return told -> told.what().equals(what);
  }
}
