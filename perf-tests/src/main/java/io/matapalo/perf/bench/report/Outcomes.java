package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.Verdict;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.List;

/** The sentence that sums up a run without problems. Stateless. */
final class Outcomes {
  private Outcomes() {}

  static String clean(Report report) {
    List<String> suspect =
        report.stages().stream()
            .filter(stage -> stage.generator().verdict() == Verdict.SUSPECT)
            .map(WindowNumbers::name)
            .toList();
    String generator =
        suspect.isEmpty()
            ? "the load generator kept its schedule"
            : "the load generator left late now and then (this machine is busy), see SUSPECT in "
                + String.join(", ", suspect);
    return "no 5xx and no transport error in any window; " + generator;
  }
}
