package io.matapalo.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules over packages find what is planted for them. */
class SourcePackagesTest {
  @TempDir Path module;

  private void plant(String name, String packageInfo, int types) throws IOException {
    Path folder = module.resolve("src/main/java").resolve(name.replace('.', '/'));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package-info.java"), packageInfo);
    for (int i = 0; i < types; i++) {
      Files.writeString(
          folder.resolve("T" + i + ".java"),
          """
          package %s;
          import static java.util.Map.entry;
          import p.other.Thing;
          import %s.T0;
          /** See {@link not.an.Import}. */
          class T%d {}
          """
              .formatted(name, name, i));
    }
  }

  private void finds(String text, String... ofAnySize) {
    SourcePackages packages = SourcePackages.in(module);
    assertThatThrownBy(() -> packages.check(Set.of(ofAnySize)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(text);
  }

  @Test
  void packageTellsItsDoorItsTypesAndWhatItImports() throws IOException {
    plant("p.a", "/**\n * API. What it is.\n */\n@NullMarked package p.a;", 3);
    plant("p.b", "/** Interior. What it is. */\n@NullMarked package p.b;", 15);

    SourcePackages packages = SourcePackages.in(module);

    packages.check(Set.of());
    assertThat(packages.all())
        .containsExactly(
            new SourcePackage(
                "p.a", SourcePackage.Door.API, 3, true, Set.of("java.util", "p.other")),
            new SourcePackage(
                "p.b", SourcePackage.Door.INTERIOR, 15, true, Set.of("java.util", "p.other")));
  }

  @Test
  void packageThatDoesNotSayItsDoorIsFound() throws IOException {
    plant("p.a", "/** The API of something. */\n@NullMarked package p.a;", 3);
    finds("the package-info of p.a must begin with \"API.\" or \"Interior.\"");
    finds("the package-info of p.a", "p.a");
  }

  @Test
  void packageOfWrongSizeIsFoundUnlessItIsNamed() throws IOException {
    plant("p.few", "/** API. Few. */\n@NullMarked package p.few;", 2);
    plant("p.many", "/** API. Many. */\n@NullMarked package p.many;", 16);
    finds("package p.few must have 3 to 15 types, has 2");
    finds("package p.many must have 3 to 15 types, has 16", "p.few");
    SourcePackages.in(module).check(Set.of("p.few", "p.many"));
  }

  @Test
  void packageThatAllowsNullAnywhereIsFound() throws IOException {
    plant("p.a", "/** API. What it is. */\npackage p.a;", 3);
    finds("the package-info of p.a must be @NullMarked", "p.a");
  }

  @Test
  void packageThatLiesTooDeepIsFound() throws IOException {
    plant("io.p.module.a.b", "/** API. What it is. */\n@NullMarked package p.a;", 3);
    SourcePackages.in(module).check(Set.of());
    plant("io.p.module.a.b.c", "/** API. What it is. */\n@NullMarked package p.a;", 3);
    finds("package io.p.module.a.b.c must be at most two below", "io.p.module.a.b.c");
  }

  @Test
  void folderWithoutSourcesIsAnError() {
    assertThatThrownBy(() -> SourcePackages.in(module)).hasMessageContaining("no folder");
  }
}
