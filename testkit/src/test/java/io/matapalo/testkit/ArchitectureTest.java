package io.matapalo.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.matapalo.testkit.rules.HouseRules;
import io.matapalo.testkit.rules.SourcePackages;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The house rules, for the module that holds them. Real waits and clocks live here, so that rule is
 * not in the list.
 */
class ArchitectureTest {
  private static final String BASE = "io.matapalo.testkit";
  private static final JavaClasses CLASSES = HouseRules.mainClassesIn(BASE);

  @Test
  void packagesAndTypesKeepTheHouseRules() {
    HouseRules.check(
        CLASSES,
        List.of(
            HouseRules.noPackageCycles(BASE),
            HouseRules.noVaguePackageNames(BASE),
            HouseRules.concreteClassesAreFinal(),
            HouseRules.fieldsArePrivate(),
            HouseRules.decidingPackagesArePure(BASE, "vendors"),
            HouseRules.onlyIn(BASE, "com.tngtech.archunit..", "rules"),
            HouseRules.onlyIn(BASE, "picocli..", "")));
  }

  @Test
  void packagesSayTheirDoorAndAreOfTheHousesSize() {
    SourcePackages.in(Path.of("")).check(Set.of());
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
