package io.matapalo.fastpath;

import io.matapalo.testkit.rules.HouseRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What holds in every module. */
final class HouseRulesTest {

  private static final String BASE = "io.matapalo.fastpath";

  @Test
  void classesKeepTheHouseRules() {
    HouseRules.check(HouseRules.mainClassesIn(BASE), HouseRules.everywhere(BASE));
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
