package io.matapalo.perf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.HouseRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that this module can break. */
@AnalyzeClasses(packages = "io.matapalo.perf", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String BASE = "io.matapalo.perf";

  @ArchTest
  static final ArchRule theBenchKnowsNoLauncher =
      noClasses()
          .that()
          .resideInAPackage("..perf.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..perf.launcher..", "io.matapalo.testkit..");

  @ArchTest
  static final ArchRule decidingPackagesArePure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..bench.stats..", "..bench.pacing..", "..bench.report..", "..bench.outcome..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.sql..", "java.util.concurrent..", "java.time..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class);

  @ArchTest
  static final ArchRule theEngineKnowsNoWorkload =
      noClasses()
          .that()
          .resideInAnyPackage("..bench.engine..", "..bench.http..", "..bench.pacing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..bench.workload..", "..bench.report..");

  @ArchTest
  static final ArchRule serversAreStartedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..launcher.servers..",
              "..launcher.stack..",
              "..launcher.commands..",
              "..launcher.proxies..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.matapalo.testkit..");

  @ArchTest
  static final ArchRule otherModulesAreOnlyProcesses =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.matapalo.proxy..",
              "io.matapalo.driver..",
              "io.matapalo.router..",
              "io.matapalo.recorder..",
              "io.matapalo.jvm..",
              "io.matapalo.fastpath..",
              "io.matapalo.migration..",
              "com.turnstile..");

  @ArchTest
  static final ArchRule nobodyUsesTheJdksHttpClient =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.net.http..");

  @Test
  void theHouseRulesHold() {
    HouseRules.check(HouseRules.mainClassesIn(BASE), HouseRules.everywhere(BASE));
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
