package io.matapalo.router;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.matapalo.router.recorder.NanoTime;
import io.matapalo.testkit.rules.HouseRules;
import org.junit.jupiter.api.Test;

/** What holds in every module. */
final class HouseRulesTest {

  private static final String BASE = "io.matapalo.router";

  @Test
  void classesKeepTheHouseRules() {
    // A driver is made by its container: nobody can hand it a clock.
    JavaClasses classes =
        HouseRules.mainClassesIn(BASE)
            .that(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(NanoTime.class)));
    HouseRules.check(classes, HouseRules.everywhere(BASE));
  }
}
