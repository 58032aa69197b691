package io.matapalo.fastpath;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.fastpath.operation.SoapService;
import io.matapalo.fastpath.soap.SoapReader;
import java.net.http.HttpRequest;
import java.util.Set;

@AnalyzeClasses(
    packages = "io.matapalo.fastpath",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String BASE = "io.matapalo.fastpath";

  @ArchTest
  static final ArchRule ONLY_THE_EDGE_KNOWS_THE_ROUTER_AND_THE_HTTP_SERVER =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".*..")
          .and()
          .resideOutsideOfPackage(BASE + ".http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.matapalo.router..",
              "io.matapalo.recorder..",
              "io.undertow..",
              "org.xnio..",
              "picocli..");

  @ArchTest
  static final ArchRule REUSABLE_PACKAGES_DO_NOT_KNOW_TURNSTILE =
      noClasses()
          .that()
          .resideInAnyPackage(
              BASE + ".soap..",
              BASE + ".cache..",
              BASE + ".invalidation..",
              BASE + ".audit..",
              BASE + ".telemetry..",
              BASE + ".pacing..",
              BASE + ".session..",
              BASE + ".vendors..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              BASE + ".catalogue..",
              BASE + ".checkout..",
              BASE + ".customers..",
              BASE + ".events..",
              BASE + ".instructions..",
              BASE + ".inventory..",
              BASE + ".notifications..",
              BASE + ".orders..",
              BASE + ".payments..",
              BASE + ".provider..",
              BASE + ".sessions..",
              BASE + ".settlement..",
              BASE + ".stock..",
              BASE + ".taxes..");

  @ArchTest
  static final ArchRule CACHES_DO_NOT_KNOW_WHO_READS_THE_LOG =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".cache..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".invalidation..");

  @ArchTest
  static final ArchRule CAFFEINE_STAYS_IN_THE_PROCESS_SCOPE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".cache.process..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes.caffeine..");

  @ArchTest
  static final ArchRule READING_XML_AND_PACING_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(BASE + ".soap..", BASE + ".pacing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "java.net..", "javax.sql..", "org.redisson..");

  @ArchTest
  static final ArchRule REDIS_STAYS_IN_THE_CACHE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".cache.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.redisson..");

  @ArchTest
  static final ArchRule THE_LOG_STAYS_IN_INVALIDATION =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".invalidation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.shyiko..");

  @ArchTest
  static final ArchRule KEYS_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".invalidation.keys..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "com.github.shyiko..");

  /** An operation is called, not looked up by name in a hierarchy. */
  @ArchTest
  static void noOperationIsFoundByReflection(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "javax.naming..")
        .check(classes);
  }

  /** A message is parsed at one place, and no other message is made of it for a second tier. */
  @ArchTest
  static void eachMessageIsReadOnceAndNoneIsSentOn(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".soap..")
        .and()
        .doNotHaveFullyQualifiedName(SoapService.class.getName())
        .should()
        .callMethod(SoapReader.class, "open", byte[].class)
        .orShould()
        .callMethod(SoapReader.class, "open", byte[].class, Set.class)
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + ".vendors..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(HttpRequest.class)
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".vendors..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".soap..")
        .check(classes);
  }
}
