package io.matapalo.testkit.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Rules over the classes of a module, for its {@code ArchitectureTest}. Each is a rule of its own,
 * so that a module takes those that hold for it; {@link #everywhere} is the list for every module
 * of the kit. Stateless.
 */
public final class HouseRules {
  private static final Set<String> NO_PACKAGE_NAMES =
      Set.of("util", "utils", "common", "helper", "helpers", "impl", "model", "dto");

  private static final DescribedPredicate<JavaClass> A_MAIN_CLASS =
      DescribedPredicate.describe(
          "a Main class", type -> type.getName().matches("(.*\\.)?Main(\\$.*)?"));

  private static final DescribedPredicate<JavaClass> THREADS_AND_CLOCKS =
      DescribedPredicate.describe(
          "a thread, an executor or a clock",
          type ->
              Set.of(
                      "java.lang.Thread",
                      "java.time.Clock",
                      "java.util.Timer",
                      "java.util.concurrent.Executor",
                      "java.util.concurrent.ExecutorService",
                      "java.util.concurrent.Executors",
                      "java.util.concurrent.ScheduledExecutorService",
                      "java.util.concurrent.CompletableFuture")
                  .contains(type.getName()));

  private static final DescribedPredicate<JavaClass> THE_NETWORK =
      DescribedPredicate.describe(
          "the network",
          type ->
              type.getPackageName().startsWith("java.net")
                  && !Set.of("URI", "URISyntaxException", "URLEncoder", "URLDecoder")
                      .contains(type.getSimpleName()));

  private HouseRules() {}

  /** The classes of a module's own code, without its tests. */
  public static JavaClasses mainClassesIn(String basePackage) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(basePackage);
  }

  /** The rules that hold in every module of the kit. */
  public static List<ArchRule> everywhere(String basePackage) {
    return List.of(
        noPackageCycles(basePackage),
        noVaguePackageNames(basePackage),
        concreteClassesAreFinal(),
        fieldsArePrivate(),
        noAmbientTimeOrChance());
  }

  /** Checks the rules one after the other; fails with the first that is broken. */
  public static void check(JavaClasses classes, List<ArchRule> rules) {
    rules.forEach(rule -> rule.check(classes));
  }

  /**
   * Checks {@link #publicTypesAreNeededElsewhere} for the built module in a folder, with its tests:
   * a test of another package is a need, too.
   */
  public static void checkHiddenTypes(Path moduleFolder, String... foundByName) {
    Set<String> interior = SourcePackages.in(moduleFolder).interior();
    Path built = moduleFolder.resolve("target");
    JavaClasses all =
        new ClassFileImporter()
            .importPaths(built.resolve("classes"), built.resolve("test-classes"));
    publicTypesAreNeededElsewhere(interior, foundByName).check(all);
  }

  /** No two packages, the base package included, need each other. */
  public static ArchRule noPackageCycles(String basePackage) {
    return slices()
        .assignedFrom(eachPackageOf(basePackage))
        .should()
        .beFreeOfCycles()
        .as("packages of " + basePackage + " should be free of cycles")
        .allowEmptyShould(true);
  }

  /**
   * Packages that decide know no server, database, network, thread or clock. Names are relative to
   * the base.
   */
  public static ArchRule decidingPackagesArePure(String basePackage, String... packages) {
    String[] names =
        Arrays.stream(packages).map(name -> basePackage + "." + name + "..").toArray(String[]::new);
    return noClasses()
        .that(resideInAnyPackage(names))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.sql..", "javax.sql..", "io.undertow..", "org.xnio..")
                .or(THREADS_AND_CLOCKS)
                .or(THE_NETWORK))
        .because("a package that decides gets records and gives results; edges do the rest");
  }

  /**
   * A library is used in some packages only; names are relative to the base, and empty for the base
   * itself.
   */
  public static ArchRule onlyIn(String basePackage, String library, String... packages) {
    String[] names =
        Arrays.stream(packages)
            .map(name -> name.isEmpty() ? basePackage : basePackage + "." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage(names)))
        .should()
        .dependOnClassesThat(resideInAPackage(library));
  }

  /**
   * No sleep, no clock of the system, no unseeded chance, but in a Main class: they are handed in.
   */
  public static ArchRule noAmbientTimeOrChance() {
    return noClasses()
        .that(DescribedPredicate.not(A_MAIN_CLASS))
        .should(AmbientCalls.BE_MADE)
        .because("time and chance are handed in as InstantSource, ticker or RandomGenerator")
        .allowEmptyShould(true);
  }

  /**
   * Concrete classes are final; interfaces, enums, records, sealed and abstract ones are what they
   * are.
   */
  public static ArchRule concreteClassesAreFinal() {
    return classes()
        .that(
            DescribedPredicate.describe(
                "are concrete classes",
                type ->
                    !type.isInterface()
                        && !type.isEnum()
                        && !type.isAnonymousClass()
                        && !type.isLocalClass()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                        && !type.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .allowEmptyShould(true);
  }

  /** Fields are private, save constants. */
  public static ArchRule fieldsArePrivate() {
    return fields()
        .that(
            DescribedPredicate.describe(
                "are no constants",
                field ->
                    !field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should()
        .bePrivate()
        .allowEmptyShould(true);
  }

  /**
   * A type is public only where another package needs it, in packages that other modules do not
   * import. Types that class files do not show a need for are given: drivers and filters are found
   * by name, constants are copied by the compiler.
   */
  public static ArchRule publicTypesAreNeededElsewhere(
      Set<String> interiorPackages, String... foundByName) {
    return classes()
        .that(
            DescribedPredicate.describe(
                "are public within a module",
                type ->
                    interiorPackages.contains(type.getPackageName())
                        && type.isTopLevelClass()
                        && !type.getSimpleName().endsWith("Test")
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !List.of(foundByName).contains(type.getSimpleName())))
        .should(NeededElsewhere.BE_NEEDED)
        .allowEmptyShould(true);
  }

  /** No package is named for being a heap. */
  public static ArchRule noVaguePackageNames(String basePackage) {
    return noClasses()
        .that(resideInAPackage(basePackage + ".."))
        .should()
        .resideInAnyPackage(
            NO_PACKAGE_NAMES.stream().map(name -> ".." + name + "..").toArray(String[]::new));
  }

  private static SliceAssignment eachPackageOf(String basePackage) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(basePackage) || name.startsWith(basePackage + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "each package of " + basePackage;
      }
    };
  }
}
