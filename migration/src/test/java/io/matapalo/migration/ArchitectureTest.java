package io.matapalo.migration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.HouseRules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rules of the house that concern this module. */
@AnalyzeClasses(
    packages = "io.matapalo.migration",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule timeChanceAndThreadsAreHandedIn =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
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
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.matapalo.migration.(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theKitDoesNotKnowTheExample =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.turnstile..", "io.matapalo.fastpath..", "io.matapalo.proxy..");

  @ArchTest
  static final ArchRule liquibaseStaysInside =
      classes()
          .that()
          .arePublic()
          .and()
          .doNotBelongToAnyOf(Migrator.class)
          .should()
          .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("liquibase.."));

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
