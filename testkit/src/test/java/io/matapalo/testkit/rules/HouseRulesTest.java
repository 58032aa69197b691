package io.matapalo.testkit.rules;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule finds what is planted for it. */
class HouseRulesTest {
  private static final String PLANTED = "io.matapalo.testkit.rules.planted";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED);

  private static void finds(ArchRule rule, String... texts) {
    assertThatThrownBy(() -> rule.check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .satisfies(error -> {
          for (String text : texts) {
            org.assertj.core.api.Assertions.assertThat(error).hasMessageContaining(text);
          }
        });
  }

  @Test
  void cycleIsFound() {
    finds(HouseRules.noPackageCycles(PLANTED), "planted.left", "planted.right");
  }

  @Test
  void impureDecisionIsFound() {
    finds(
        HouseRules.decidingPackagesArePure(PLANTED, "deciding"),
        "java.sql.Connection",
        "java.net.Socket",
        "java.time.Clock");
    assertThatCode(() -> HouseRules.decidingPackagesArePure(PLANTED, "left").check(CLASSES))
        .doesNotThrowAnyException();
  }

  @Test
  void ambientTimeIsFoundButNotInMain() {
    finds(HouseRules.noAmbientTimeOrChance(), "Instant.now()", "System.nanoTime()");
    JavaClasses main = new ClassFileImporter().importPackages(PLANTED + ".util");
    assertThatCode(() -> HouseRules.noAmbientTimeOrChance().check(main)).doesNotThrowAnyException();
  }

  @Test
  void openClassAndOpenFieldAreFound() {
    finds(HouseRules.concreteClassesAreFinal(), "planted.left.Left");
    finds(HouseRules.fieldsArePrivate(), "planted.left.Left.right");
  }

  @Test
  void vaguePackageNameIsFound() {
    finds(HouseRules.noVaguePackageNames(PLANTED), "planted.util.Main");
  }

  @Test
  void libraryOutsideItsPackagesIsFound() {
    finds(HouseRules.onlyIn(PLANTED, "java.sql..", "left"), "java.sql.Connection");
    assertThatCode(() -> HouseRules.onlyIn(PLANTED, "java.sql..", "deciding").check(CLASSES))
        .doesNotThrowAnyException();
  }

  @Test
  void publicTypeThatNobodyElseNeedsIsFound() {
    finds(
        HouseRules.publicTypesAreNeededElsewhere(Set.of(PLANTED + ".deciding")),
        "planted.deciding.Decision is public and needed by no other package");
    HouseRules.publicTypesAreNeededElsewhere(Set.of(PLANTED + ".deciding"), "Decision")
        .check(CLASSES);
    HouseRules.publicTypesAreNeededElsewhere(Set.of(PLANTED + ".left")).check(CLASSES);
  }

  @Test
  void listOfRulesFailsWithTheFirst() {
    assertThatThrownBy(() -> HouseRules.check(CLASSES, HouseRules.everywhere(PLANTED)))
        .hasMessageContaining("cycles");
  }
}
