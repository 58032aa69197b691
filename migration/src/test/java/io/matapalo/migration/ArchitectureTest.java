package io.matapalo.migration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.HouseRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of the house that concern this module. */
@AnalyzeClasses(
    packages = "io.matapalo.migration",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.matapalo.migration";

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
  void houseRulesHold() {
    HouseRules.check(HouseRules.mainClassesIn(BASE), HouseRules.everywhere(BASE));
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
