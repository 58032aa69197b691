package io.matapalo.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.SourcePackages;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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

  private static final int MOST_TYPES = 15;

  private static final String SHARED_WITH_BOTH_FILTERS = "io.matapalo.driver.FilterSettings";

  /**
   * The parts of the jar from the roof down, each with its sub-packages: what each uses of the
   * others. The two wings do not know each other, but for the router's front door.
   */
  private static final Map<String, String> USES =
      Map.ofEntries(
          entry("driver.jakarta", "driver recorder.reports recorder.requests router.freshness"),
          entry("driver.javax", "driver recorder.reports recorder.requests router.freshness"),
          entry(
              "driver",
              "jvm recorder recorder.jdbc recorder.reports recorder.requests recorder.standalone"
                  + " router.freshness router.jdbc router.link router.pinning router.topology"
                  + " router.transaction"),
          entry(
              "router",
              "recorder recorder.jdbc router.cluster router.freshness router.jdbc router.link router.pinning"
                  + " router.placement router.topology router.transaction"),
          entry(
              "router.transaction",
              "jvm router.connection router.link router.retry router.topology"),
          entry("router.jdbc", "jvm router.connection router.link router.pinning router.topology"),
          entry(
              "router.pinning",
              "jvm router.cluster router.connection router.freshness router.link router.retry"
                  + " router.topology"),
          entry("router.connection", "router.retry router.topology"),
          entry(
              "router.link",
              "jvm router.cluster router.freshness router.placement router.retry router.topology"),
          entry("router.cluster", "jvm router.consistency router.placement router.topology"),
          entry("router.freshness", "jvm router.consistency router.topology"),
          entry("router.placement", "router.topology"),
          entry("router.consistency", ""),
          entry("router.retry", ""),
          entry("router.topology", ""),
          entry("router.servlet", ""),
          entry("recorder.trace", "recorder recorder.counting recorder.digest"),
          entry("recorder.standalone", "jvm recorder recorder.reports"),
          entry("recorder.jdbc", "jvm recorder recorder.counting recorder.digest"),
          entry("recorder.requests", "recorder"),
          entry("recorder", "jvm recorder.counting recorder.digest recorder.reports"),
          entry("recorder.reports", "recorder.counting recorder.digest"),
          entry("recorder.counting", "jvm recorder.digest"),
          entry("recorder.digest", "jvm"),
          entry("jvm", ""));

  @ArchTest
  static void aPartUsesWhatItMay(JavaClasses classes) {
    Set<String> wrong = new TreeSet<>();
    for (Dependency one : dependencies(classes)) {
      String from = part(one.getOriginClass());
      String to = part(one.getTargetClass());
      if (!to.equals(from) && !List.of(USES.getOrDefault(from, "").split(" ", -1)).contains(to)) {
        wrong.add(one.getDescription());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Where the two wings are put together, for users who have no URL. */
  @ArchTest
  static final ArchRule ONLY_THE_FRONT_DOOR_OF_THE_ROUTER_KNOWS_THE_RECORDER =
      noClasses()
          .that()
          .resideInAPackage("io.matapalo.router..")
          .and()
          .doNotBelongToAnyOf(ReplicaRouter.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.matapalo.recorder..");

  /** Only former names of filters, which descriptors may still hold. */
  @ArchTest
  static final ArchRule NO_PACKAGE_IS_NAMED_FOR_SERVLETS =
      noClasses()
          .that()
          .doNotHaveSimpleName("RecorderFilter")
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAPackage("io.matapalo..servlet..");

  @ArchTest
  static void noPackageIsAHeap(JavaClasses classes) {
    Map<String, Set<String>> types = new TreeMap<>();
    classes.stream()
        .filter(type -> type.getEnclosingClass().isEmpty())
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .forEach(type ->
            types
                .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                .add(type.getName()));
    assertThat(types)
        .allSatisfy((name, all) -> assertThat(all).hasSizeLessThanOrEqualTo(MOST_TYPES));
  }

  /** What users can name has no part that they cannot. */
  @ArchTest
  static void whatUsersSeeNamesOnlyWhatUsersSee(JavaClasses classes) {
    Set<String> interiors = SourcePackages.in(Path.of("")).interior();
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : classes) {
      // The javax copy of the filter has its source in the jakarta package.
      if (type.getModifiers().contains(JavaModifier.PUBLIC)
          && !interiors.contains(type.getPackageName())
          && !SHARED_WITH_BOTH_FILTERS.equals(type.getName())) {
        signatures(type)
            .filter(named -> interiors.contains(named.getPackageName()))
            .forEach(named -> wrong.add(type.getName() + " names " + named.getName()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Stream<JavaClass> signatures(JavaClass type) {
    Stream<JavaClass> ofCalls =
        type.getCodeUnits().stream()
            .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(unit -> unit.getAllInvolvedRawTypes().stream());
    Stream<JavaClass> ofFields =
        type.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(field -> field.getAllInvolvedRawTypes().stream());
    return Stream.of(ofCalls, ofFields, type.getAllRawSuperclasses().stream())
        .flatMap(found -> found);
  }

  private static List<Dependency> dependencies(JavaClasses classes) {
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(one -> one.getTargetClass().getPackageName().startsWith("io.matapalo."))
        .toList();
  }

  /** The longest name of a part that the package is, or lies in. */
  private static String part(JavaClass type) {
    String name = type.getPackageName().substring("io.matapalo.".length());
    return USES.keySet().stream()
        .filter(part -> (name + ".").startsWith(part + "."))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow(() -> new AssertionError("no part of the jar is called " + name));
  }

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
          .resideOutsideOfPackages("io.matapalo.driver..", "io.matapalo.router.servlet..")
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
