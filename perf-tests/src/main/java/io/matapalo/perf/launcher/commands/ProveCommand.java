package io.matapalo.perf.launcher.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matapalo.perf.launcher.checkers.CheckersPage;
import io.matapalo.testkit.ResultPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code prove}: the long runs whose results are kept in {@code docs/results/}. Confined to the
 * main thread.
 */
@Command(
    name = "prove",
    description = {
      "Runs one long proof and writes its result, with command, commit and machine, to"
          + " docs/results/NAME.md. Without NAME: lists the proofs.",
      "Exit code 0 if the proof holds, 1 if it does not, 2 if there is no such proof."
    })
public final class ProveCommand extends CommandWithHelp implements Callable<Integer> {
  /** {@code ./matapalo} runs these through Maven too; the page is written here, from reports. */
  private static final String CHECKERS = "checkers";

  /** Proofs that are longer runs of {@code demo}, with its arguments. */
  private static final Map<String, List<String>> PROOFS =
      new TreeMap<>(Map.of("demo", List.of("--seconds", "120")));

  /** Proofs that are tests of the build: {@code ./matapalo} runs them through Maven itself. */
  private static final Map<String, String> TESTS =
      new TreeMap<>(
          Map.of(
              CHECKERS,
              "Lincheck of three modules and PIT of two, see docs/decisions/0014",
              "conflicts",
              "test ConflictsIT of replica-router, six processes on three Galera nodes",
              "doors",
              "test DoorsPageIT of replica-router, what tracers of JDBC count",
              "histories",
              "test HistoriesIT of replica-router, isolation on three topologies",
              "marks",
              "test SessionGuaranteesIT of replica-router, 100,000 operations",
              "parity",
              "test ParityIT of perf-tests, 2,500 messages to both sides of the example",
              "profile",
              "test SizeMProfileIT of legacy-monolith, at size M",
              "questions",
              "test QuestionsPageIT of replica-router, what routers ask the servers",
              "scans",
              "test FullScanProofIT of legacy-monolith, at size L",
              "sessions",
              "test SessionsProofIT of perf-tests, 20,000 logins a side that nobody ends"));

  /** What a demo runs through. */
  private static final List<String> MEASURED =
      List.of(
          "strangler-proxy/src/main",
          "fast-path/src/main",
          "legacy-monolith/src/main",
          "perf-tests/src/main/java/io/matapalo/perf/bench");

  private static final Duration ALLOWANCE = Duration.ofDays(3);

  private final Platform platform;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which proof.")
  private @Nullable String name;

  public ProveCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException {
    if (name == null) {
      PROOFS.forEach((proof, arguments) ->
          platform.out().printf("%-15s demo %s%n", proof, String.join(" ", arguments)));
      new TreeMap<>(CostProof.PROOFS)
          .forEach((proof, arguments) ->
              platform
                  .out()
                  .printf(
                      "%-15s every operation on both sides, %s%n",
                      proof, String.join(" ", arguments)));
      subcommands()
          .forEach((proof, line) ->
              platform
                  .out()
                  .printf(
                      "%-15s %s%n", proof, line.getCommandSpec().usageMessage().description()[0]));
      TESTS.forEach((proof, what) -> platform.out().printf("%-15s %s%n", proof, what));
      return 0;
    }
    if (name.equals(CHECKERS)) {
      return writeCheckers();
    }
    List<String> options = CostProof.PROOFS.get(name);
    if (options != null) {
      return run(new CostProof(platform, name), options);
    }
    List<String> arguments = PROOFS.get(name);
    if (arguments == null) {
      throw wrong(unknown(name));
    }
    Path report = platform.root().resolve("target/prove").resolve(name);
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--report", report.toString()));
    int exitCode = run(new DemoCommand(platform), words);
    if (Files.exists(report.resolve("report.txt"))) {
      write(name, report);
    }
    return exitCode;
  }

  private static int run(Object command, List<String> words) {
    CommandLine line = new CommandLine(command);
    line.setExecutionExceptionHandler(new FailureText());
    return line.execute(words.toArray(String[]::new));
  }

  private int writeCheckers() throws IOException {
    CheckersPage checkers = new CheckersPage(platform.root());
    List<String> complaints = checkers.complaints();
    ResultPage page =
        new ResultPage(
            CHECKERS,
            new ResultPage.Subject(
                "./matapalo prove " + CHECKERS,
                "those of the build: `pom.xml` of each module",
                CheckersPage.measured(),
                ALLOWANCE));
    page.fact("result", complaints.isEmpty() ? "all hold" : String.join("; ", complaints));
    checkers.lines().forEach(page::line);
    platform
        .out()
        .println("written: " + page.write(platform.root(), platform.wallClock().instant()));
    complaints.forEach(platform.out()::println);
    return complaints.isEmpty() ? 0 : 1;
  }

  private String unknown(String proof) {
    return TESTS.containsKey(proof)
        ? "the proof %s is a test: run it by ./matapalo prove %s".formatted(proof, proof)
        : "no proof is called %s; there are: %s, %s"
            .formatted(
                proof,
                Stream.of(PROOFS.keySet(), CostProof.PROOFS.keySet(), subcommands().keySet())
                    .flatMap(Set::stream)
                    .sorted()
                    .toList(),
                TESTS.keySet());
  }

  private void write(String proof, Path report) throws IOException {
    JsonNode facts =
        new ObjectMapper().readTree(report.resolve("summary.json").toFile()).path("environment");
    ResultPage page =
        new ResultPage(
            proof,
            new ResultPage.Subject(
                "./matapalo prove " + proof,
                "`demo %s` of all operations (`mix.yaml`), defaults otherwise"
                    .formatted(String.join(" ", PROOFS.getOrDefault(proof, List.of()))),
                MEASURED,
                ALLOWANCE));
    facts.properties().forEach(fact -> page.fact(fact.getKey(), fact.getValue().asText()));
    page.line("```")
        .line(Files.readString(report.resolve("report.txt")).stripTrailing())
        .line("```");
    platform
        .out()
        .println("written: " + page.write(platform.root(), platform.wallClock().instant()));
  }
}
