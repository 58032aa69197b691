package io.matapalo.perf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;

/** The rules of docs/architecture.md that this module can break. */
@AnalyzeClasses(packages = "io.matapalo.perf", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.matapalo.perf.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule decidingPackagesArePure =
      noClasses()
          .that()
          .resideInAnyPackage("..perf.stats..", "..perf.pacing..", "..perf.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.sql..", "java.util.concurrent..", "java.time..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class);

  @ArchTest
  static final ArchRule engineKnowsNeitherWorkloadNorStack =
      noClasses()
          .that()
          .resideInAnyPackage("..perf.engine..", "..perf.http..", "..perf.pacing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..perf.workload..", "..perf.stack..", "..perf.demo..", "..perf.report..");

  @ArchTest
  static final ArchRule onlyTheStackStartsServers =
      noClasses()
          .that()
          .resideInAPackage("io.matapalo.perf.(*)..")
          .and()
          .resideOutsideOfPackage("..perf.stack..")
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
  static final ArchRule timeAndChanceAreHandedIn =
      noClasses()
          .that(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are not Main",
                  (JavaClass type) -> !type.getName().startsWith("io.matapalo.perf.Main")))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule classesAreFinal =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAnonymousClasses()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

  @ArchTest
  static final ArchRule nobodyUsesTheJdksHttpClient =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.net.http..");
}
