package io.matapalo.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds what is planted for it, and leaves alone what is exempt. */
class SourceRulesTest {
  private static final String SIX = "int a, int b, int c, int d, int e, int f";

  @TempDir Path module;

  private void plant(String file, String source) throws IOException {
    Path path = module.resolve("src").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
  }

  private void finds(String text) {
    assertThat(SourceRules.violations(module))
        .singleElement()
        .satisfies(violation -> assertThat(violation.text()).contains(text));
  }

  @Test
  void longFileIsFound() throws IOException {
    plant("main/java/p/A.java", "package p; final class A {" + "\n".repeat(299) + "}\n");
    assertThat(SourceRules.violations(module)).isEmpty();
    plant("main/java/p/A.java", "package p; final class A {" + "\n".repeat(300) + "}\n");
    finds("the file has 301 lines, at most 300");
  }

  @Test
  void testFileMayBeLonger() throws IOException {
    plant("test/java/p/ATest.java", "package p; class ATest {" + "\n".repeat(499) + "}\n");
    assertThat(SourceRules.violations(module)).isEmpty();
    plant("test/java/p/ATest.java", "package p; class ATest {" + "\n".repeat(500) + "}\n");
    finds("the file has 501 lines, at most 500");
  }

  @Test
  void longMethodIsFoundWithItsPlace() throws IOException {
    String body = "package p;\nfinal class A {\n  void m() {%s}\n}\n";
    plant("main/java/p/A.java", body.formatted("\n".repeat(39)));
    assertThat(SourceRules.violations(module)).isEmpty();
    plant("main/java/p/A.java", body.formatted("\n".repeat(40)));
    finds("method m has 41 lines, at most 40");
    assertThat(SourceRules.violations(module).getFirst().line()).isEqualTo(3);
  }

  @Test
  void sixParametersAreFound() throws IOException {
    plant("main/java/p/A.java", "package p; final class A { void m(" + SIX + ") {} }");
    finds("method m has 6 parameters, at most 5");
    plant("main/java/p/A.java", "package p; final class A { A(" + SIX + ") {} }");
    finds("method <init> has 6 parameters, at most 5");
  }

  @Test
  void parametersThatOthersDecideDoNotCount() throws IOException {
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
            .formatted(SIX));
    assertThat(SourceRules.violations(module)).isEmpty();
  }

  @Test
  void legacyPortraitAndJdbcDelegatesAreExempt() throws IOException {
    String body = "void m(" + SIX + ") {" + "\n".repeat(400) + "} }";
    plant("main/java/t/A.java", "package com.turnstile.ws; class A {" + body);
    plant(
        "main/java/p/B.java",
        "package p; import java.sql.Connection; final class B implements Connection {" + body);
    assertThat(SourceRules.violations(module)).isEmpty();

    plant("main/java/p/C.java", "package p; final class C implements Connection {" + body);
    assertThat(SourceRules.violations(module)).as("a Connection of their own").hasSize(3);
  }

  @Test
  void disabledTestIsFound() throws IOException {
    plant(
        "test/java/p/ATest.java",
        "package p; class ATest { @Test @Disabled(\"later\") void m() {} }");
    finds("@Disabled");
    plant(
        "test/java/p/ATest.java",
        "package com.turnstile; @org.junit.jupiter.api.Disabled class ATest {}");
    finds("@Disabled");
  }

  @Test
  void sleepInTestIsFound() throws IOException {
    plant("test/java/p/ATest.java", "package p; class ATest { void m() { Thread.sleep(5); } }");
    finds("Thread.sleep");
    plant(
        "test/java/p/ATest.java",
        "package p; class ATest { void m() { TimeUnit.MILLISECONDS.sleep(5); } }");
    finds("MILLISECONDS.sleep");
  }

  @Test
  void markWithoutNumberIsFoundInCommentsOnly() throws IOException {
    plant(
        "main/java/p/A.java",
        """
        package p;
        // TODO #12: numbered
        final class A {
          String text = "TODO // TODO \\" TODO";
          String block = \"""
              TODO /* TODO
              \""";
          char quote = '"'; /* as in TODO(#7) */
          int todoCount; // a fine name
        }
        """);
    assertThat(SourceRules.violations(module)).isEmpty();

    plant("main/java/p/A.java", "package p;\n\n/** Fine.\n * TODO later */\nfinal class A {}\n");
    finds("needs an issue number");
    assertThat(SourceRules.violations(module).getFirst().line()).isEqualTo(4);
  }

  @Test
  void checkListsEveryViolation() throws IOException {
    plant("main/java/p/A.java", "package p; final class A { void m(" + SIX + ") {} } // FIXME");
    assertThatThrownBy(() -> SourceRules.check(module))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2 violations")
        .hasMessageContaining("A.java:1: method m")
        .hasMessageContaining("A.java:1: a mark for later");
  }

  @Test
  void folderWithoutSourcesIsAnError() {
    assertThatThrownBy(() -> SourceRules.check(module)).hasMessageContaining("no folder src");
  }
}
