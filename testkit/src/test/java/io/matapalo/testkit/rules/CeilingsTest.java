package io.matapalo.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.AuditEvent;
import com.puppycrawl.tools.checkstyle.api.AuditListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build's {@code checkstyle.xml} finds what is planted for it, and leaves alone what is exempt.
 */
class CeilingsTest {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final String SIX = "int a, int b, int c, int d, int e, int f";
  private static final String SEVEN = SIX + ", int g";

  @TempDir Path module;
  private final Findings findings = new Findings();
  private final Checker checker = new Checker();

  @BeforeEach
  void configure() throws Exception {
    checker.setModuleClassLoader(Checker.class.getClassLoader());
    checker.configure(
        ConfigurationLoader.loadConfiguration(
            ROOT.resolve("checkstyle.xml").toString(), new PropertiesExpander(new Properties())));
    checker.addListener(findings);
  }

  private void plant(String file, String source) throws IOException {
    Path path = module.resolve("src").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
  }

  private List<String> violations() throws Exception {
    findings.texts.clear();
    try (Stream<Path> files = Files.walk(module)) {
      List<File> sources = files.filter(Files::isRegularFile).sorted().map(Path::toFile).toList();
      checker.process(sources);
    }
    return findings.texts;
  }

  private void finds(String text) throws Exception {
    assertThat(violations()).singleElement().asString().contains(text);
  }

  private void findsNothing() throws Exception {
    assertThat(violations()).isEmpty();
  }

  @Test
  void longFileIsFound() throws Exception {
    plant("main/java/p/A.java", "package p; final class A {" + "\n".repeat(299) + "}\n");
    findsNothing();
    plant("main/java/p/A.java", "package p; final class A {" + "\n".repeat(300) + "}\n");
    finds("File length is 301 lines (max allowed is 300)");
  }

  @Test
  void testFileMayBeLonger() throws Exception {
    plant("test/java/p/ATest.java", "package p; class ATest {" + "\n".repeat(499) + "}\n");
    findsNothing();
    plant("test/java/p/ATest.java", "package p; class ATest {" + "\n".repeat(500) + "}\n");
    finds("File length is 501 lines (max allowed is 500)");
  }

  @Test
  void longMethodIsFoundWithItsPlace() throws Exception {
    String body = "package p;\nfinal class A {\n  void m() {%s}\n}\n";
    plant("main/java/p/A.java", body.formatted("\n".repeat(39)));
    findsNothing();
    plant("main/java/p/A.java", body.formatted("\n".repeat(40)));
    finds("A.java:3: Method m length is 41 lines (max allowed is 40)");
  }

  @Test
  void sixParametersOfMethodAndSevenOfConstructorAreFound() throws Exception {
    plant("main/java/p/A.java", "package p; final class A { void m(" + SIX + ") {} }");
    finds("More than 5 parameters (found 6)");
    plant("main/java/p/A.java", "package p; final class A { A(" + SIX + ") {} }");
    findsNothing();
    plant("main/java/p/A.java", "package p; final class A { A(" + SEVEN + ") {} }");
    finds("More than 6 parameters (found 7)");
  }

  @Test
  void parametersThatOthersDecideDoNotCount() throws Exception {
    plant(
        "main/java/p/A.java",
        """
        package p;
        record A(%1$s) {
          static final int CONSTANT = 1;
          A {
            if (a < 0) throw new IllegalArgumentException();
          }
        }
        record B(%1$s) {
          B(%1$s) { this.a = a; this.b = b; this.c = c; this.d = d; this.e = e; this.f = f; }
        }
        class C extends D {
          @Override void m(%1$s) {}
        }
        """
            .formatted(SEVEN));
    findsNothing();
    plant(
        "main/java/p/A.java",
        "package p; record A(int a) { A(" + SEVEN.replace("int a,", "int h,") + ") { this(b); } }");
    finds("More than 6 parameters (found 7)");
  }

  @Test
  void newestSyntaxIsRead() throws Exception {
    plant(
        "main/java/p/A.java",
        """
        package p;
        import module java.base;
        sealed interface A permits A.B, A.C {
          record B(int x, String y) implements A {}
          record C() implements A {}
          static String m(A a) {
            return switch (a) {
              case B(int x, var _) when x > 0 -> "more";
              case B _ -> "none";
              case C _ -> "c";
            };
          }
        }
        """);
    findsNothing();
  }

  @Test
  void legacyPortraitAndNamedDelegatesAreExempt() throws Exception {
    String body = "{ void m(" + SIX + ") {" + "\n".repeat(600) + "} }";
    plant("main/java/com/turnstile/ws/A.java", "package com.turnstile.ws; class A " + body);
    findsNothing();
    plant("main/java/p/RoutedConnection.java", "package p; class B {" + "\n".repeat(600) + "}");
    findsNothing();
    plant("main/java/p/OtherConnection.java", "package p; class C {" + "\n".repeat(600) + "}");
    assertThat(violations()).as("a delegate that the list does not name").hasSize(2);
  }

  @Test
  void changingTypeThatDoesNotNameItsThreadsIsFound() throws Exception {
    String body = "package p;\n/** A counter.%s */\n%sfinal class A {\n  %sint n;\n}\n";
    plant("main/java/p/A.java", body.formatted("", "", "private "));
    finds("A.java:3: A type whose fields change says for which threads");
    plant("main/java/p/A.java", body.formatted(" Thread-safe.", "@Named ", "private "));
    findsNothing();
    plant("main/java/p/A.java", body.formatted("", "", "private final "));
    findsNothing();
    plant("main/java/p/A.java", body.formatted("", "", "@CommandLine.Option "));
    findsNothing();
  }

  @Test
  void publicTypeWithoutJavadocIsFoundInMainCode() throws Exception {
    plant("main/java/p/A.java", "package p; public final class A {}");
    finds("Missing a Javadoc comment");
    plant("main/java/p/A.java", "package p; final class A {}");
    plant("test/java/p/B.java", "package p; public final class B {}");
    findsNothing();
  }

  @Test
  void suppressionWithoutReasonIsFound() throws Exception {
    String suppressed =
        "package p;\nfinal class A {\n  %s\n  @SuppressWarnings(\"x\") final int a = 1;\n}\n";
    plant("main/java/p/A.java", suppressed.formatted(""));
    finds("A suppression says why");
    plant("main/java/p/A.java", suppressed.formatted("// JDBC asks for it."));
    findsNothing();
  }

  @Test
  void disabledTestIsFound() throws Exception {
    plant(
        "test/java/p/ATest.java",
        "package p; class ATest { @Test @Disabled(\"later\") void m() {} }");
    finds("A test runs or is deleted");
    plant(
        "test/java/p/ATest.java",
        "package com.turnstile; @org.junit.jupiter.api.Disabled class ATest {}");
    finds("A test runs or is deleted");
  }

  @Test
  void sleepInTestIsFound() throws Exception {
    plant("test/java/p/ATest.java", "package p; class ATest { void m() { Thread.sleep(5); } }");
    finds("it does not sleep");
    plant(
        "test/java/p/ATest.java",
        "package p; class ATest { void m() { TimeUnit.MILLISECONDS.sleep(5); } }");
    finds("it does not sleep");
  }

  @Test
  void markWithoutNumberIsFoundInCommentsOnly() throws Exception {
    plant(
        "main/java/p/A.java",
        """
        package p;
        // TODO #12: numbered
        final class A {
          final String text = "TODO // TODO \\" TODO";
          final String block = \"""
              TODO /* TODO
              \""";
          final char quote = '"'; /* as in TODO(#7) */
          final int todoCount = 1; // a fine name
        }
        """);
    findsNothing();
    plant("main/java/p/A.java", "package p;\n\n/** Fine.\n * TODO later */\nfinal class A {}\n");
    finds("A.java:3: A mark for later needs an issue number");
  }

  /** Collects what is found as {@code file:line: text}. Confined to one test. */
  private static final class Findings implements AuditListener {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void addError(AuditEvent event) {
      String file = Path.of(event.getFileName()).getFileName().toString();
      texts.add(file + ":" + event.getLine() + ": " + event.getMessage());
    }

    @Override
    public void addException(AuditEvent event, Throwable cause) {
      throw new AssertionError(event.getFileName(), cause);
    }

    @Override
    public void auditStarted(AuditEvent event) {}

    @Override
    public void auditFinished(AuditEvent event) {}

    @Override
    public void fileStarted(AuditEvent event) {}

    @Override
    public void fileFinished(AuditEvent event) {}
  }
}
