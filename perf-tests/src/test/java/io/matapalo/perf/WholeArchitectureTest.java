package io.matapalo.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern OUR_IMPORT =
      Pattern.compile(
          "^import (?:static )?(io\\.matapalo\\.\\w+|com\\.turnstile)", Pattern.MULTILINE);

  /** Module, its own base package, and what else of ours its main code may name. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "testkit", Set.of("io.matapalo.testkit"),
          "migration", Set.of("io.matapalo.migration"),
          "replica-router",
              Set.of(
                  "io.matapalo.driver",
                  "io.matapalo.router",
                  "io.matapalo.recorder",
                  "io.matapalo.jvm"),
          "strangler-proxy", Set.of("io.matapalo.proxy"),
          "fast-path", Set.of("io.matapalo.fastpath", "io.matapalo.router", "io.matapalo.recorder"),
          "legacy-monolith", Set.of("com.turnstile"),
          "perf-tests", Set.of("io.matapalo.perf", "io.matapalo.testkit"));

  private static final Map<String, Set<String>> MAY_DEPEND_ON =
      Map.of(
          "testkit", Set.of(),
          "migration", Set.of(),
          "replica-router", Set.of(),
          "strangler-proxy", Set.of(),
          "fast-path", Set.of("replica-router"),
          "legacy-monolith", Set.of("replica-router"),
          "perf-tests", Set.of("testkit"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testkit",
        "migration",
        "replica-router",
        "strangler-proxy",
        "fast-path",
        "legacy-monolith",
        "perf-tests"
      })
  void aModuleNamesOnlyWhatItMay(String module) throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path source : mainSources(module)) {
      Matcher imports = OUR_IMPORT.matcher(Files.readString(source));
      while (imports.find()) {
        named.add(imports.group(1));
      }
    }
    assertThat(MAY_IMPORT.get(module)).containsAll(named);
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
      // The commands that take the example as their default name its two files, and nothing else.
      String rest =
          text.replace("stacks/turnstile.yaml", "").replace("workloads/checkout.yaml", "");
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
