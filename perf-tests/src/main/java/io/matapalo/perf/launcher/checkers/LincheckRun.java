package io.matapalo.perf.launcher.checkers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * One Lincheck test and what came of it. Its operations and numbers are read from its source, the
 * result from Surefire's report. Immutable.
 *
 * @param says what the test checks, as its Javadoc has it
 * @param scenarios how many random scenarios it tries
 * @param interleavings how many interleavings of each
 */
record LincheckRun(
    String test,
    String says,
    List<String> operations,
    int scenarios,
    int interleavings,
    Outcome outcome) {

  private static final Pattern JAVADOC =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*@Tag\\(\"concurrency\"\\)", Pattern.DOTALL);
  private static final Pattern OPERATION =
      Pattern.compile("@Operation\\b(?:\\([^)]*\\))?\\s+public [\\w<>.]+ (\\w+)\\(");
  private static final Pattern SCENARIOS = number("iterations");
  private static final Pattern INTERLEAVINGS = number("invocationsPerIteration");

  LincheckRun {
    operations = List.copyOf(operations);
  }

  /** What came of a test. */
  enum Result {
    HELD,
    FAILED,
    DID_NOT_RUN
  }

  /** A result and how long it took. */
  record Outcome(Result result, double seconds) {}

  /** All of a module. */
  static List<LincheckRun> of(Path module) throws IOException {
    Path tests = module.resolve("src/test/java");
    if (!Files.isDirectory(tests)) {
      return List.of();
    }
    List<LincheckRun> runs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(tests)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith("LincheckTest.java")) {
          runs.add(of(module, tests.relativize(file).toString(), Files.readString(file)));
        }
      }
    }
    return runs;
  }

  private static LincheckRun of(Path module, String path, String source) throws IOException {
    String type = path.replace(".java", "").replace('/', '.');
    Path report = module.resolve("target/surefire-reports/TEST-" + type + ".xml");
    return new LincheckRun(
        type.substring(type.lastIndexOf('.') + 1),
        first(JAVADOC, source).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip(),
        OPERATION.matcher(source).results().map(found -> found.group(1)).toList(),
        Integer.parseInt(first(SCENARIOS, source).replace("_", "")),
        Integer.parseInt(first(INTERLEAVINGS, source).replace("_", "")),
        outcome(report));
  }

  private static Outcome outcome(Path report) throws IOException {
    if (Files.notExists(report)) {
      return new Outcome(Result.DID_NOT_RUN, 0);
    }
    double seconds = 0;
    Result result = Result.DID_NOT_RUN;
    for (Element test : ReportXml.elements(report, "testcase")) {
      seconds += Double.parseDouble(test.getAttribute("time").replace(",", ""));
      if (has(test, "failure") || has(test, "error") || result == Result.FAILED) {
        result = Result.FAILED;
      } else if (!has(test, "skipped")) {
        result = Result.HELD;
      }
    }
    return new Outcome(result, seconds);
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }

  private static String first(Pattern pattern, String source) {
    return pattern
        .matcher(source)
        .results()
        .findFirst()
        .map(found -> found.group(1))
        .orElseThrow(() -> new IllegalArgumentException("no " + pattern + " in a Lincheck test"));
  }

  private static Pattern number(String method) {
    return Pattern.compile("\\." + method + "\\(([\\d_]+)\\)");
  }
}
