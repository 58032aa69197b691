package io.matapalo.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import javax.sql.DataSource;

@AnalyzeClasses(
    packages = {
      "io.matapalo.driver",
      "io.matapalo.router",
      "io.matapalo.recorder",
      "io.matapalo.jvm"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule DECIDING_PACKAGES_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.matapalo.router.placement..",
              "io.matapalo.router.topology..",
              "io.matapalo.router.retry..",
              "io.matapalo.router.consistency..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "java.net..",
              "java.util.concurrent..",
              "java.time..",
              "com.zaxxer..",
              "net.ttddyy..",
              "jakarta..");

  @ArchTest
  static final ArchRule JDBC_IS_IMPLEMENTED_IN_ONE_PACKAGE_OF_EACH_PART =
      classes()
          .that()
          .implement(Driver.class)
          .or()
          .implement(Connection.class)
          .or()
          .implement(Statement.class)
          .or()
          .implement(DataSource.class)
          .should()
          .resideInAnyPackage(
              "io.matapalo.driver", "io.matapalo.router.jdbc", "io.matapalo.recorder.jdbc");

  @ArchTest
  static final ArchRule SERVLETS_STAY_ON_THE_ROOF =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.matapalo.driver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "javax.servlet..");

  /** Applications carry the filter without the pool and the proxies of the driver's module. */
  @ArchTest
  static final ArchRule RECORDER_AND_FILTER_NEED_ONLY_THE_JDK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.matapalo.recorder..", "io.matapalo.jvm..", "io.matapalo.driver.jakarta..")
          .and()
          .resideOutsideOfPackage("io.matapalo.recorder.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.zaxxer..", "net.ttddyy..", "org.slf4j..");

  /** One jar is all that somebody else's server needs, beside the database's own driver. */
  @ArchTest
  static final ArchRule ONLY_THE_POOLED_ROUTER_NEEDS_OTHER_JARS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.matapalo.router")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.zaxxer..", "org.slf4j..");
}
