package com.turnstile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Turnstile is layered, as such monoliths are, and does not know that it is being strangled. */
@AnalyzeClasses(packages = "com.turnstile", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule turnstileDoesNotKnowThatItIsStrangled =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.matapalo..");

  @ArchTest
  static final ArchRule nothingIsSlowOnPurpose =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "onSpinWait");

  @ArchTest
  static final ArchRule entitiesKnowOnlyThemselves =
      noClasses()
          .that()
          .resideInAPackage("..entity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.turnstile.dao..",
              "com.turnstile.service..",
              "com.turnstile.vendor..",
              "com.turnstile.ws..",
              "com.turnstile.transfer..");

  @ArchTest
  static final ArchRule daosDoNotKnowTheServices =
      noClasses()
          .that()
          .resideInAPackage("..dao..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.turnstile.service..",
              "com.turnstile.vendor..",
              "com.turnstile.ws..",
              "com.turnstile.transfer..");

  @ArchTest
  static final ArchRule servicesDoNotKnowSoap =
      noClasses()
          .that()
          .resideInAnyPackage("..service..", "..vendor..", "..transfer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.turnstile.ws..");

  @ArchTest
  static final ArchRule checkoutsFrontEndReachesTheBusinessOverSoapOnly =
      noClasses()
          .that()
          .resideInAPackage("com.turnstile.ws.v3..")
          .and()
          .haveNameMatching(".*\\.(Checkout|Purchase|Backend)[^.]*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.turnstile.service..", "com.turnstile.dao..", "com.turnstile.entity..");

  @ArchTest
  static final ArchRule frontEndsLeaveTheDatabaseToTheServices =
      noClasses()
          .that()
          .resideInAPackage("com.turnstile.ws..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.turnstile.dao..", "com.turnstile.entity..");
}
