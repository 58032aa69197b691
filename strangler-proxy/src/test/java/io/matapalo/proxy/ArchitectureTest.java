package io.matapalo.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.matapalo.testkit.rules.HouseRules;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What may know what. */
@AnalyzeClasses(
    packages = "io.matapalo.proxy",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.matapalo.proxy";

  private static final Pattern STAND_IN =
      Pattern.compile(
          "getQueryString|getQueryParameters|getRequestURI|getRequestURL|getRequestPath"
              + "|getRelativePath|getResolvedPath");

  private static final String[] DECIDING = {
    "..proxy.soap",
    "..proxy.catalogue",
    "..proxy.cutover",
    "..proxy.routing",
    "..proxy.affinity",
    "..proxy.placement",
    "..proxy.rewriting"
  };

  @ArchTest
  static final ArchRule decidingPackagesDoNothing =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.undertow..",
              "org.xnio..",
              "java.sql..",
              "java.net..",
              "java.nio.file..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule decidingPackagesKnowNeitherClockNorThread =
      noClasses()
          .that()
          .resideInAnyPackage(DECIDING)
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.Thread|java\\.time\\.(Clock|InstantSource|Instant)");

  /** The server knows a stand-in of the target, which is alike for different requests. */
  @ArchTest
  static final ArchRule targetIsThatOfTheClient =
      noClasses()
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaMethodCall>("the target is the server's stand-in") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return call.getTargetOwner().isAssignableTo(HttpServerExchange.class)
                      && STAND_IN.matcher(call.getTarget().getName()).matches();
                }
              });

  @ArchTest
  static final ArchRule undertowIsKnownAtTheEdgeOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..proxy",
              "..proxy.pipeline",
              "..proxy.forwarding",
              "..proxy.exchange",
              "..proxy.fields",
              "..proxy.patience",
              "..proxy.upstream",
              "..proxy.takeover",
              "..proxy.answer",
              "..proxy.http2",
              "..proxy.reading")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.undertow..", "org.xnio..");

  @ArchTest
  static final ArchRule nettyIsKnownWhereFramesAre =
      noClasses()
          .that()
          .resideOutsideOfPackage("..proxy.http2")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule theKitDoesNotKnowTheExample =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.turnstile..", "..fastpath..");

  @Test
  void pagesShowTheStepsOfThePipeline() throws IOException {
    List<String> steps =
        listed(
            "strangler-proxy/src/main/java/io/matapalo/proxy/pipeline/ProxyPipeline.java",
            "> proceed() {",
            "::([a-z]+)");
    assertThat(steps)
        .containsExactly(
            "accept", "identify", "look", "decide", "admit", "choose", "forward", "answer");
    for (String page : List.of("README.md", "docs/architecture.md")) {
      assertThat(listed(page, "\n## The way of one request\n", "(?m)^\\d\\. ([a-z]+)"))
          .as(page)
          .isEqualTo(steps);
    }
  }

  /** What the pattern finds after the heading, up to the next heading or method. */
  private static List<String> listed(String file, String heading, String pattern)
      throws IOException {
    String text = Files.readString(Path.of(System.getProperty("matapalo.root")).resolve(file));
    String section =
        text.substring(text.indexOf(heading) + heading.length()).split("\n## |  }\n", -1)[0];
    return Pattern.compile(pattern).matcher(section).results().map(it -> it.group(1)).toList();
  }

  @Test
  void houseRulesHold() {
    HouseRules.check(HouseRules.mainClassesIn(BASE), HouseRules.everywhere(BASE));
  }

  @Test
  void aTypeIsPublicWhereAnotherPackageNeedsIt() {
    HouseRules.checkHiddenTypes(Path.of(""));
  }
}
