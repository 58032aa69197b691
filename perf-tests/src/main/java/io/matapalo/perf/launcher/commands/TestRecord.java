package io.matapalo.perf.launcher.commands;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The record of one run of {@code ./matapalo test}, kept in {@code target/last-test.json}: commit,
 * tier, result, minutes of each module, and every test that was left out with its reason. A reason
 * that {@code perf-tests/allowed-skips.txt} does not name makes a green run red. Needs the JDK
 * alone, because {@code ./matapalo} runs this source also when nothing could be built. Immutable.
 *
 * @param commit the commit that was tested
 * @param clean whether the working copy held nothing else
 * @param tier {@code test} or {@code deep}
 * @param arguments what was handed to Maven; empty for a whole run
 * @param span when it was
 * @param exitCode Maven's; 0 is green
 */
public record TestRecord(
    String commit, boolean clean, String tier, List<String> arguments, Span span, int exitCode) {

  /** A module's line in Maven's summary. */
  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] (\\S+) \\.+ (SUCCESS|FAILURE|SKIPPED)(?: \\[ *([^]]+)])?");

  private static final Pattern TIME = Pattern.compile("(?:(\\d+):)?([\\d.]+) (s|min|h)");

  private static final Path ALLOWED = Path.of("perf-tests", "allowed-skips.txt");

  public TestRecord {
    arguments = List.copyOf(arguments);
  }

  /** When the run was. */
  public record Span(Instant began, Instant ended) {}

  /** One module's part of the run; minutes are those of its whole build. */
  private record ModuleRun(String name, String result, double minutes, Tally tests) {}

  /** What the reports of a module's tests add up to. */
  private record Tally(int run, int failed, List<LeftOut> leftOut) {}

  /** A test that did not run. */
  private record LeftOut(String test, String reason) {}

  /**
   * Arguments: the working copy's folder, commit, {@code clean} or {@code changed}, tier, start and
   * end in seconds since 1970, Maven's exit code, then what was handed to Maven. Ends with 1 if a
   * test was left out for a reason that is not allowed.
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Span span = new Span(second(arguments[4]), second(arguments[5]));
    TestRecord run =
        new TestRecord(
            arguments[1],
            arguments[2].equals("clean"),
            arguments[3],
            List.of(arguments).subList(7, arguments.length),
            span,
            Integer.parseInt(arguments[6]));
    List<ModuleRun> modules = run.modules(root);
    Files.writeString(root.resolve("target/last-test.json"), run.json(modules));
    run.summary(modules).forEach(System.out::println);
    List<String> forbidden = run.forbidden(root);
    forbidden.forEach(System.out::println);
    System.exit(forbidden.isEmpty() ? 0 : 1);
  }

  /**
   * What stands at the end of a run's output: minutes and tests of each module, what was left out.
   */
  List<String> summary(Path root) throws IOException {
    return summary(modules(root));
  }

  private List<String> summary(List<ModuleRun> modules) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    for (ModuleRun module : modules) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-18s %-8s %6.2f min %6d tests %4d left out",
              module.name(),
              module.result(),
              module.minutes(),
              module.tests().run(),
              module.tests().leftOut().size()));
    }
    leftOut(modules)
        .forEach(one -> lines.add("left out: %s: %s".formatted(one.test(), one.reason())));
    lines.add(
        String.format(
            Locale.ROOT,
            "tier %s: %s, %.2f minutes, %d tests left out",
            tier,
            result(),
            minutes(span),
            leftOut(modules).size()));
    return lines;
  }

  /** One line for each test that was left out for a reason that is not allowed. */
  List<String> forbidden(Path root) throws IOException {
    List<String> allowed =
        Files.readAllLines(root.resolve(ALLOWED)).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    return leftOut(modules(root)).stream()
        .filter(one -> allowed.stream().noneMatch(one.reason()::contains))
        .map(one ->
            "%s was left out (%s): mend what is missing, or name the reason in %s"
                .formatted(one.test(), one.reason(), ALLOWED))
        .toList();
  }

  private static List<LeftOut> leftOut(List<ModuleRun> modules) {
    return modules.stream().flatMap(module -> module.tests().leftOut().stream()).toList();
  }

  private String result() {
    return exitCode == 0 ? "green" : "red";
  }

  private static Instant second(String text) {
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  /**
   * The record as JSON, from Maven's output in {@code target/test.log} and the reports of the
   * modules that were written since the run began.
   */
  public String json(Path root) throws IOException {
    return json(modules(root));
  }

  private String json(List<ModuleRun> modules) {
    StringBuilder json = new StringBuilder("{\n");
    json.append("  \"commit\": %s,%n".formatted(text(commit)));
    json.append("  \"clean\": %s,%n".formatted(clean));
    json.append("  \"tier\": %s,%n".formatted(text(tier)));
    json.append("  \"arguments\": %s,%n".formatted(texts(arguments)));
    json.append("  \"result\": %s,%n".formatted(text(result())));
    json.append("  \"began\": %s,%n".formatted(text(span.began().toString())));
    json.append("  \"minutes\": %s,%n".formatted(minutes(span)));
    json.append("  \"modules\": %s,%n".formatted(lines(modules, TestRecord::json)));
    json.append("  \"skips\": %s%n}%n".formatted(lines(leftOut(modules), TestRecord::json)));
    return json.toString();
  }

  private static double minutes(Span span) {
    return rounded(Duration.between(span.began(), span.ended()).toSeconds() / 60.0);
  }

  private List<ModuleRun> modules(Path root) throws IOException {
    List<ModuleRun> modules = new ArrayList<>();
    Matcher line = MODULE.matcher(Files.readString(root.resolve("target/test.log")));
    while (line.find()) {
      Path folder = root.resolve(line.group(1));
      Tally tests = Files.isDirectory(folder) ? tally(folder) : new Tally(0, 0, List.of());
      modules.add(
          new ModuleRun(
              line.group(1),
              line.group(2),
              Optional.ofNullable(line.group(3)).map(TestRecord::minutes).orElse(0.0),
              tests));
    }
    return modules;
  }

  /** Maven writes {@code 26.085 s}, {@code 02:29 min} or {@code 01:02 h}. */
  private static double minutes(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.find()) {
      return 0;
    }
    double larger = Optional.ofNullable(time.group(1)).map(Double::parseDouble).orElse(0.0);
    double smaller = Double.parseDouble(time.group(2));
    double sum = larger * 60 + smaller;
    return rounded(time.group(3).equals("h") ? sum : sum / 60);
  }

  private Tally tally(Path module) throws IOException {
    int run = 0;
    int failed = 0;
    List<LeftOut> leftOut = new ArrayList<>();
    for (Path report : reports(module)) {
      NodeList cases = read(report).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        NodeList skipped = test.getElementsByTagName("skipped");
        run++;
        if (skipped.getLength() > 0) {
          String name = test.getAttribute("classname") + "." + test.getAttribute("name");
          leftOut.add(new LeftOut(name, ((Element) skipped.item(0)).getAttribute("message")));
        }
        boolean bad =
            test.getElementsByTagName("failure").getLength() > 0
                || test.getElementsByTagName("error").getLength() > 0;
        failed += bad ? 1 : 0;
      }
    }
    return new Tally(run, failed, leftOut);
  }

  private List<Path> reports(Path module) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String kind : List.of("surefire-reports", "failsafe-reports")) {
      Path folder = module.resolve("target").resolve(kind);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
        for (Path file : files) {
          if (!Files.getLastModifiedTime(file).toInstant().isBefore(span.began())) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private static Document read(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(report.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("a test report cannot be read: " + report, e);
    }
  }

  private static String json(ModuleRun module) {
    return "{\"name\": %s, \"result\": %s, \"minutes\": %s, \"tests\": %d, \"failed\": %d, \"skipped\": %d}"
        .formatted(
            text(module.name()),
            text(module.result()),
            module.minutes(),
            module.tests().run(),
            module.tests().failed(),
            module.tests().leftOut().size());
  }

  private static String json(LeftOut one) {
    return "{\"test\": %s, \"reason\": %s}".formatted(text(one.test()), text(one.reason()));
  }

  private static <T> String lines(List<T> all, Function<T, String> json) {
    return all.isEmpty()
        ? "[]"
        : all.stream().map(json).collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
  }

  private static String texts(List<String> all) {
    return all.stream().map(TestRecord::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private static double rounded(double minutes) {
    return Math.round(minutes * 100) / 100.0;
  }

  private static String text(String value) {
    String line = value.replaceAll("\\p{Cntrl}+", " ");
    return '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
