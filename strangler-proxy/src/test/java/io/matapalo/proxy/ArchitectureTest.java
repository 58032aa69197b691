package io.matapalo.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.HouseRules;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What may know what. */
@AnalyzeClasses(
    packages = "io.matapalo.proxy",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.matapalo.proxy";

  private static final String[] DECIDING = {
    "..proxy.soap", "..proxy.catalogue", "..proxy.cutover", "..proxy.routing", "..proxy.affinity"
  };

  @ArchTest
  static final ArchRule decidingPackagesDoNothing =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.undertow..",
              "org.xnio..",
              "java.sql..",
              "java.net..",
              "java.nio.file..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule decidingPackagesKnowNeitherClockNorThread =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.Thread|java\\.time\\.(Clock|InstantSource|Instant)");

  @ArchTest
  static final ArchRule undertowIsKnownAtTheEdgeOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..proxy", "..proxy.forwarding", "..proxy.upstream", "..proxy.admin")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.undertow..", "org.xnio..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.matapalo.proxy.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theKitDoesNotKnowTheExample =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.turnstile..", "..fastpath..");

  @ArchTest
  static final ArchRule timeAndChanceAreHandedIn =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Random.class);

  @ArchTest
  static final ArchRule classesAreFinal =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .orShould()
          .haveModifier(JavaModifier.ABSTRACT)
          .orShould()
          .beAnonymousClasses();

  @Test
  void houseRulesHold() {
    HouseRules.check(HouseRules.mainClassesIn(BASE), HouseRules.everywhere(BASE));
  }
}
