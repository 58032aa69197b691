package io.matapalo.perf.launcher.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the checkers, from small reports. */
class CheckersPageTest {
  private static final String TEST =
      """
      package a;

      /**
       * In every interleaving
       * nothing is lost.
       */
      @Tag("concurrency")
      public class DoorLincheckTest {
        @Operation
        public int enter(@Param(gen = ThreadIdGen.class) int visitor) {}

        @Operation(nonParallelGroup = OWNER)
        public List<Integer> leave() {}

        void check() {
          new ModelCheckingOptions().threads(2).iterations(12).invocationsPerIteration(1_500)
        }
      }
      """;
  private static final String HELD =
      """
      <testsuite><testcase classname="a.DoorLincheckTest" name="holds" time="2.25"/></testsuite>
      """;
  private static final String MUTANT =
      """
      <mutation detected='%s' status='%s'><mutatedClass>a.b.Door</mutatedClass>
      <mutatedMethod>enter</mutatedMethod><lineNumber>7</lineNumber>
      <description>replaced int return with 0 for a/b/Door::enter</description></mutation>
      """;
  private static final String KILLED = MUTANT.formatted("true", "KILLED");
  private static final String SURVIVED = MUTANT.formatted("false", "SURVIVED");

  @TempDir private Path root;

  @BeforeEach
  void everyReportIsGood() throws IOException {
    file("pom.xml", "<project><mutationThreshold>50</mutationThreshold></project>");
    file("fast-path/src/test/java/a/DoorLincheckTest.java", TEST);
    file("fast-path/target/surefire-reports/TEST-a.DoorLincheckTest.xml", HELD);
    mutants("strangler-proxy", KILLED);
    mutants("replica-router", KILLED + SURVIVED);
  }

  @Test
  void whatHoldsIsToldWithItsNumbers() throws IOException {
    assertThat(new CheckersPage(root).complaints()).isEmpty();
    assertThat(page())
        .contains("| fast-path | `DoorLincheckTest` | 12 | 1500 | holds | 2.3 |")
        .contains("- `DoorLincheckTest`: enter, leave", "In every interleaving nothing is lost.")
        .contains("| `a.b` | 2 | 1 | 50.0 | 1 |")
        .contains("| `Door` | `enter`, 7 | replaced int return with 0 |  |");
  }

  @Test
  void aSurvivorHasTheReasonThatItsModuleGives() throws IOException {
    file(
        "replica-router/src/test/mutants.properties",
        "Door.enter_replaced_int_return_with_0 = nobody looks at it\n");
    assertThat(page())
        .contains("| `Door` | `enter`, 7 | replaced int return with 0 | nobody looks at it |")
        .contains("| `a.b` | 2 | 1 | 50.0 | 0 |");
  }

  @Test
  void aPackageUnderTheThresholdDoesNotHold() throws IOException {
    mutants("replica-router", KILLED + SURVIVED + SURVIVED);
    assertThat(new CheckersPage(root).complaints())
        .containsExactly("of a.b 33.3 % of the mutants are killed, the threshold is 50.0 %");
  }

  @Test
  void aTestThatFailsOrDoesNotRunDoesNotHold() throws IOException {
    file(
        "fast-path/target/surefire-reports/TEST-a.DoorLincheckTest.xml",
        HELD.replace("\"/>", "\"><failure/></testcase>"));
    file("replica-router/src/test/java/a/DoorLincheckTest.java", TEST);
    assertThat(new CheckersPage(root).complaints())
        .containsExactly(
            "DoorLincheckTest of fast-path fails",
            "DoorLincheckTest of replica-router did not run");
  }

  @Test
  void aModuleWithoutAReportDoesNotHold() throws IOException {
    Files.delete(root.resolve("strangler-proxy/target/pit-reports/mutations.xml"));
    assertThat(new CheckersPage(root).complaints())
        .containsExactly("PIT left no report in strangler-proxy");
  }

  private String page() throws IOException {
    return String.join("\n", new CheckersPage(root).lines());
  }

  private void mutants(String module, String mutants) throws IOException {
    file(module + "/target/pit-reports/mutations.xml", "<mutations>" + mutants + "</mutations>");
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
