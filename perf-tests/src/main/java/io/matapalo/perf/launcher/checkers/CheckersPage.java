package io.matapalo.perf.launcher.checkers;

import io.matapalo.perf.launcher.checkers.LincheckRun.Result;
import io.matapalo.perf.launcher.checkers.MutatedPackage.Survivor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of {@code docs/results/checkers.md}: what Lincheck and PIT found, from the reports that
 * their runs left. Confined to one thread.
 */
public final class CheckersPage {

  private static final List<String> MODULES =
      List.of("fast-path", "replica-router", "strangler-proxy");
  private static final List<String> MUTATED = List.of("replica-router", "strangler-proxy");

  private final Map<String, List<LincheckRun>> runs = new TreeMap<>();
  private final Map<String, List<MutatedPackage>> packages = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();
  private final double threshold;

  /** Reads the reports below {@code root}. */
  public CheckersPage(Path root) throws IOException {
    for (String module : MODULES) {
      runs.put(module, LincheckRun.of(root.resolve(module)));
    }
    for (String module : MUTATED) {
      packages.put(module, MutatedPackage.of(root.resolve(module)));
    }
    threshold =
        Double.parseDouble(
            ReportXml.elements(root.resolve("pom.xml"), "mutationThreshold")
                .get(0)
                .getTextContent());
  }

  /** What does not hold, as sentences; empty if all holds. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    runs.forEach((module, tests) -> {
      for (LincheckRun run : tests) {
        if (run.outcome().result() != Result.HELD) {
          complaints.add(
              "%s of %s %s".formatted(run.test(), module, words(run.outcome().result())));
        }
      }
    });
    packages.forEach((module, mutated) -> {
      if (mutated.isEmpty()) {
        complaints.add("PIT left no report in " + module);
      }
      for (MutatedPackage one : mutated) {
        if (one.percent() < threshold) {
          complaints.add(
              "of %s %s %% of the mutants are killed, the threshold is %s %%"
                  .formatted(one.name(), percent(one), threshold));
        }
      }
    });
    return complaints;
  }

  /** What was checked, from the working copy's root. */
  public static List<String> measured() {
    return MODULES.stream().map(module -> module + "/src").toList();
  }

  /** The page below its table of facts. */
  public List<String> lines() {
    lines.clear();
    lincheck();
    pit();
    return List.copyOf(lines);
  }

  private void lincheck() {
    lines.addAll(List.of("## Lincheck: types that threads share", ""));
    lines.addAll(
        List.of("Lincheck tries interleavings of random scenarios of these operations.", ""));
    lines.add("| module | test | scenarios | interleavings of each | result | seconds |");
    lines.add("|---|---|---|---|---|---|");
    runs.forEach((module, tests) -> {
      for (LincheckRun run : tests) {
        lines.add(
            "| %s | `%s` | %d | %d | %s | %.1f |"
                .formatted(
                    module,
                    run.test(),
                    run.scenarios(),
                    run.interleavings(),
                    words(run.outcome().result()),
                    run.outcome().seconds()));
      }
    });
    runs.values().stream()
        .flatMap(List::stream)
        .forEach(run -> {
          lines.addAll(
              List.of("", "- `%s`: %s".formatted(run.test(), String.join(", ", run.operations()))));
          lines.addAll(List.of("", "  " + run.says()));
        });
  }

  private void pit() {
    lines.addAll(List.of("", "## PIT: packages that decide", ""));
    lines.add(
        "Unit tests alone run against the mutants. The threshold is %s %%.".formatted(threshold));
    lines.addAll(
        List.of("", "| package | mutants | killed | percent | survivors without a reason |"));
    lines.add("|---|---|---|---|---|");
    List<MutatedPackage> all = packages.values().stream().flatMap(List::stream).toList();
    for (MutatedPackage one : all) {
      lines.add(
          "| `%s` | %d | %d | %s | %d |"
              .formatted(
                  one.name(),
                  one.mutants(),
                  one.killed(),
                  percent(one),
                  one.unexplained().count()));
    }
    lines.addAll(List.of("", "### Survivors", ""));
    lines.add("| type | method, line | mutation | why no test can notice it |");
    lines.add("|---|---|---|---|");
    for (MutatedPackage one : all) {
      for (Survivor survivor : one.survivors()) {
        lines.add(
            "| `%s` | `%s`, %d | %s | %s |"
                .formatted(
                    survivor.type(),
                    survivor.method(),
                    survivor.line(),
                    survivor.mutation(),
                    survivor.reason()));
      }
    }
  }

  private static String percent(MutatedPackage one) {
    return String.format(Locale.ROOT, "%.1f", one.percent());
  }

  private static String words(Result result) {
    return switch (result) {
      case HELD -> "holds";
      case FAILED -> "fails";
      case DID_NOT_RUN -> "did not run";
    };
  }
}
