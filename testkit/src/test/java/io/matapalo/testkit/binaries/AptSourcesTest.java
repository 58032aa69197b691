package io.matapalo.testkit.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both forms of package sources, as sources.list(5) has them. */
class AptSourcesTest {

  @Test
  void oneLineEntryWithOptionsBecomesStanza() {
    List<AptSource> sources =
        AptSources.oneLine(
            """
            # deb http://ignored.example/debian bookworm main
            deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian bookworm main contrib # a comment
            deb-src http://mirror.example/debian bookworm main
            """);

    assertThat(sources).hasSize(2);
    assertThat(sources.getFirst().serves("bookworm")).isTrue();
    assertThat(sources.getFirst().onlyFor("bookworm").stanza())
        .isEqualTo(
            """
            Architectures: amd64 arm64
            Components: main
            Signed-By: /usr/share/keyrings/a.gpg
            Suites: bookworm
            Types: deb
            URIs: http://mirror.example/debian
            """);
    assertThat(sources.getLast().serves("bookworm")).as("source packages only").isFalse();
  }

  @Test
  void stanzasWithCommentsListsAndEmbeddedKeyAreRead() {
    List<AptSource> sources =
        AptSources.deb822(
            """
            Types: deb deb-src
            # a comment within
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates bookworm-backports
            Components: main contrib
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             abc
             -----END PGP PUBLIC KEY BLOCK-----

            types: deb
            uris: http://security.example/debian-security
            suites: bookworm-security
            components: main
            enabled: no
            """);

    assertThat(sources).hasSize(2);
    assertThat(sources.getFirst().onlyFor("bookworm").stanza())
        .isEqualTo(
            """
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             abc
             -----END PGP PUBLIC KEY BLOCK-----
            Suites: bookworm bookworm-updates
            Types: deb
            URIs: http://mirror.example/debian
            """);
    assertThat(sources.getLast().serves("bookworm")).as("disabled").isFalse();
  }

  @Test
  void otherReleasesOtherComponentsAndCdromsAreNotOurs() {
    assertThat(served("deb http://mirror.example/debian trixie main")).isFalse();
    assertThat(served("deb http://mirror.example/debian bookworm contrib")).isFalse();
    assertThat(served("deb https://other.example/repo ./")).isFalse();
    assertThat(served("deb cdrom:[Debian]/ bookworm main")).isFalse();
    assertThat(served("deb http://mirror.example/debian bookworm main")).isTrue();
  }

  @Test
  void mirrorOfTheReleaseServesOtherSuitesToo() {
    AptSource mirror =
        AptSources.oneLine(
                "deb [signed-by=/a.gpg] http://mirror.example/debian bookworm bookworm-updates main")
            .getFirst();
    AptSource fixesOnly =
        AptSources.oneLine("deb http://security.example/debian bookworm-security main").getFirst();

    assertThat(mirror.isMirrorOf("bookworm", "sid")).isTrue();
    assertThat(fixesOnly.isMirrorOf("bookworm", "sid")).isFalse();
    assertThat(
            AptSources.oneLine("deb http://mirror.example/debian sid main")
                .getFirst()
                .isMirrorOf("forky", "sid"))
        .as("a machine that runs that suite itself")
        .isTrue();
    assertThat(mirror.atSuite("sid").stanza())
        .isEqualTo(
            """
            Components: main
            Signed-By: /a.gpg
            Suites: sid
            Types: deb
            URIs: http://mirror.example/debian
            """);
  }

  @Test
  void allFilesOfTheFolderAreRead(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("sources.list"), "deb http://a.example bookworm main\n");
    Path more = Files.createDirectory(folder.resolve("sources.list.d"));
    Files.writeString(more.resolve("b.list"), "deb http://b.example bookworm main\n");
    Files.writeString(
        more.resolve("c.sources"),
        "Types: deb\nURIs: http://c.example\nSuites: bookworm\nComponents: main\n");
    Files.writeString(more.resolve("d.list.save"), "deb http://d.example bookworm main\n");

    assertThat(AptSources.in(folder))
        .flatExtracting(AptSource::uris)
        .containsExactly("http://a.example", "http://b.example", "http://c.example");
  }

  @Test
  void machineWithoutSourcesHasNone(@TempDir Path folder) {
    assertThat(AptSources.in(folder)).isEmpty();
  }

  private static boolean served(String line) {
    return AptSources.oneLine(line).stream().anyMatch(source -> source.serves("bookworm"));
  }
}
