package io.matapalo.router;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.matapalo.jvm.NanoTime;
import io.matapalo.testkit.rules.HouseRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds in every module. */
final class HouseRulesTest {

  private static final List<String> BASES =
      List.of(
          "io.matapalo.driver", "io.matapalo.router", "io.matapalo.recorder", "io.matapalo.jvm");

  @Test
  void classesKeepTheHouseRules() {
    for (String base : BASES) {
      // A driver is made by its container: nobody can hand it a clock.
      JavaClasses classes =
          HouseRules.mainClassesIn(base)
              .that(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(NanoTime.class)));
      HouseRules.check(classes, HouseRules.everywhere(base));
    }
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(
        Path.of(""), "MatapaloDriver", "RecorderFilter", "LogNames", "NodeConnector");
  }
}
