package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.List;
import java.util.Map;

/**
 * Everything a report shows: the load model in words, the measured stages, the windows around them,
 * what the numbers were taken on, and problems that forbid to call it a success. Immutable.
 */
public record Report(
    Heading heading,
    List<WindowNumbers> stages,
    List<WindowNumbers> outside,
    Map<String, Object> environment,
    List<String> problems) {

  /** Title, load model in words, and what a reader must know to judge the numbers. */
  public record Heading(String title, String model, List<String> notes) {
    public Heading {
      notes = List.copyOf(notes);
    }
  }

  public Report {
    stages = List.copyOf(stages);
    outside = List.copyOf(outside);
    problems = List.copyOf(problems);
  }
}
