package io.matapalo.perf.launcher.checkers;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * What PIT found in one package. Immutable.
 *
 * @param killed mutants that a test noticed
 * @param survivors mutants that no test noticed
 */
record MutatedPackage(String name, int killed, List<Survivor> survivors) {

  /** Why a survivor cannot be noticed, in each module that has such. */
  private static final String REASONS = "src/test/mutants.properties";

  MutatedPackage {
    survivors = List.copyOf(survivors);
  }

  /**
   * A mutant that no test noticed.
   *
   * @param reason why it changes nothing that a test can see; blank if there is none
   */
  record Survivor(String type, String method, int line, String mutation, String reason) {}

  /** All packages of a module, by name; none without a report. */
  static List<MutatedPackage> of(Path module) throws IOException {
    Path report = module.resolve("target/pit-reports/mutations.xml");
    if (Files.notExists(report)) {
      return List.of();
    }
    Properties reasons = reasons(module);
    Map<String, List<Element>> byPackage = new TreeMap<>();
    for (Element mutant : ReportXml.elements(report, "mutation")) {
      String type = ReportXml.text(mutant, "mutatedClass");
      String name = type.substring(0, type.lastIndexOf('.'));
      byPackage.computeIfAbsent(name, any -> new ArrayList<>()).add(mutant);
    }
    return byPackage.entrySet().stream()
        .map(one -> of(one.getKey(), one.getValue(), reasons))
        .toList();
  }

  private static MutatedPackage of(String name, List<Element> mutants, Properties reasons) {
    List<Survivor> survivors =
        mutants.stream()
            .filter(mutant -> !mutant.getAttribute("detected").equals("true"))
            .map(mutant -> survivor(mutant, reasons))
            .toList();
    return new MutatedPackage(name, mutants.size() - survivors.size(), survivors);
  }

  private static Survivor survivor(Element mutant, Properties reasons) {
    String type = ReportXml.text(mutant, "mutatedClass");
    String simple = type.substring(type.lastIndexOf('.') + 1);
    String method = ReportXml.text(mutant, "mutatedMethod");
    String description = ReportXml.text(mutant, "description");
    // The return value's owner stands in the method's column.
    String mutation = description.replaceFirst(" for \\S+$", "");
    // Blanks and colons end a key in a properties file.
    String key = "%s.%s_%s".formatted(simple, method, mutation).replaceAll("[ :=]+", "_");
    return new Survivor(
        simple,
        method,
        Integer.parseInt(ReportXml.text(mutant, "lineNumber")),
        mutation,
        reasons.getProperty(key, ""));
  }

  private static Properties reasons(Path module) throws IOException {
    Properties reasons = new Properties();
    Path file = module.resolve(REASONS);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        reasons.load(reader);
      }
    }
    return reasons;
  }

  int mutants() {
    return killed + survivors.size();
  }

  /** Killed of all. */
  double percent() {
    return 100.0 * killed / mutants();
  }

  /** Survivors whose reason is not known. */
  Stream<Survivor> unexplained() {
    return survivors.stream().filter(survivor -> survivor.reason().isEmpty());
  }
}
