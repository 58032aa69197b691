package io.matapalo.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.rules.SourcePackage;
import io.matapalo.testkit.rules.SourcePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What no single module can see: who depends on whom, and that the kit does not know the example.
 */
class WholeArchitectureTest {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final House HOUSE = House.below(ROOT);

  /** What the main code of a module may import of other modules, package by package. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.of(
          "fast-path",
          List.of(
              "io.matapalo.recorder",
              "io.matapalo.router",
              "io.matapalo.router.freshness",
              "io.matapalo.router.freshness.session",
              "io.matapalo.router.topology",
              "io.matapalo.router.transaction",
              "io.matapalo.router.transaction.outcome",
              "io.matapalo.router.transaction.work"),
          "perf-tests",
          List.of(
              "io.matapalo.testkit",
              "io.matapalo.testkit.binaries",
              "io.matapalo.testkit.mariadb",
              "io.matapalo.testkit.relay",
              "io.matapalo.testkit.server",
              "io.matapalo.testkit.topology"));

  /** Packages that have fewer than 3 types, or more than 15. */
  private static final Set<String> OF_ANY_SIZE =
      Set.of(
          "io.matapalo.perf",
          // A former name of the filter, which descriptors may still hold.
          "io.matapalo.router.servlet.jakarta");

  private static final Map<String, Set<String>> MAY_DEPEND_ON =
      Map.of(
          "testkit", Set.of(),
          "migration", Set.of(),
          "replica-router", Set.of(),
          "strangler-proxy", Set.of(),
          "fast-path", Set.of("replica-router"),
          "legacy-monolith", Set.of("replica-router"),
          "perf-tests", Set.of("testkit"));

  @Test
  void packagesSayTheirDoorAndHaveThreeToFifteenTypes() {
    HOUSE
        .modules()
        .forEach((module, packages) -> {
          if (!module.equals("legacy-monolith")) {
            new SourcePackages(packages).check(OF_ANY_SIZE);
          }
        });
  }

  @Test
  void aModuleImportsOnlyThePackagesOfOthersThatItMay() {
    for (String module : HOUSE.modules().keySet()) {
      assertThat(HOUSE.importedBy(module))
          .as(module)
          .isEqualTo(MAY_IMPORT.getOrDefault(module, List.of()));
    }
  }

  @Test
  void modulesMeetAtTheirFrontDoorsInTestsToo() {
    for (String module : HOUSE.modules().keySet()) {
      assertThat(HOUSE.importedBy(module))
          .as("main code of %s", module)
          .allMatch(name -> mayBeImportedBy(module, name));
      for (SourcePackage one : SourcePackages.ofTestsIn(ROOT.resolve(module)).all()) {
        List<String> interiors =
            one.imports().stream().filter(name -> !mayBeImportedBy(module, name)).toList();
        assertThat(interiors).as("tests of %s, %s", module, one.name()).isEmpty();
      }
    }
  }

  private static boolean mayBeImportedBy(String module, String packageName) {
    return HOUSE.moduleOf(packageName).filter(owner -> !owner.equals(module)).isEmpty()
        || HOUSE.packageNamed(packageName).orElseThrow().door() == SourcePackage.Door.API;
  }

  @Test
  void modulesDependDownwardOnly() throws Exception {
    for (Map.Entry<String, Set<String>> module : MAY_DEPEND_ON.entrySet()) {
      Set<String> dependsOn = new TreeSet<>();
      NodeList dependencies =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(ROOT.resolve(module.getKey()).resolve("pom.xml").toFile())
              .getElementsByTagName("dependency");
      for (int i = 0; i < dependencies.getLength(); i++) {
        Element dependency = (Element) dependencies.item(i);
        if (text(dependency, "groupId").equals("io.matapalo")
            && !text(dependency, "scope").equals("test")) {
          dependsOn.add(text(dependency, "artifactId"));
        }
      }
      assertThat(module.getValue()).as(module.getKey()).containsAll(dependsOn);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"migration", "replica-router", "strangler-proxy", "perf-tests"})
  void theKitDoesNotKnowTheExample(String module) throws IOException {
    for (Path source : mainSources(module)) {
      String text = Files.readString(source).toLowerCase(Locale.ROOT);
      // The commands that take the example as their default name its stack file, and nothing else.
      String rest = text.replace("stacks/turnstile.yaml", "");
      assertThat(rest).as(source.toString()).doesNotContain("turnstile");
    }
  }

  private static List<Path> mainSources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).as("sources of %s", module).isNotEmpty();
      return sources;
    }
  }

  private static String text(Element parent, String child) {
    NodeList found = parent.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
