package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.stats.ErrorCounts;
import io.matapalo.perf.bench.stats.Verdict;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The measured stages and, apart from them, the windows around them. Immutable. */
public record DemoResult(List<WindowNumbers> stages, List<WindowNumbers> outside) {
  public DemoResult {
    stages = List.copyOf(stages);
    outside = List.copyOf(outside);
  }

  /**
   * Why the run must not be called a success; empty if it may. Every window counts, warm-up too.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Stream.concat(stages.stream(), outside.stream())
        .filter(window -> window.errors().failures() > 0)
        .forEach(window -> problems.add(failures(window)));
    stages.stream()
        .filter(window -> window.generator().verdict() == Verdict.INVALID)
        .forEach(window ->
            problems.add(
                "stage %s is INVALID: %s".formatted(window.name(), window.generator().reason())));
    stages.stream()
        .filter(window -> window.requests() == 0)
        .forEach(window -> problems.add("stage %s had no requests".formatted(window.name())));
    return problems;
  }

  private static String failures(WindowNumbers window) {
    ErrorCounts errors = window.errors();
    return "%s: %d of %d requests failed: %d with 5xx, %d connect, %d time-out, %d reset, %d malformed"
        .formatted(
            window.name(),
            errors.failures(),
            window.requests(),
            errors.serverErrors(),
            errors.transport().connects(),
            errors.transport().timeouts(),
            errors.transport().resets(),
            errors.transport().malformed());
  }
}
