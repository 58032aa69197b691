package io.matapalo.testkit.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine is told that cannot use Debian packages. */
class DebianBinariesTest {
  @TempDir Path root;

  @BeforeEach
  void debian12() throws IOException {
    system("Debian GNU/Linux 12 (bookworm)", "debian", "12");
    Files.createDirectories(root.resolve("etc/apt"));
    Files.createDirectories(root.resolve("bin"));
  }

  @Test
  void otherReleaseIsNamed() throws IOException {
    system("Ubuntu 24.04.1 LTS", "ubuntu", "24.04");

    assertThatThrownBy(() -> binaries().mariaDb())
        .hasMessageContaining("this is Ubuntu 24.04.1 LTS")
        .hasMessageContaining("use Maven as the source");
  }

  @Test
  void missingToolIsNamed() {
    assertThatThrownBy(() -> binaries().redis())
        .hasMessageContaining("dpkg is not on PATH")
        .hasMessageContaining("install mariadb-server and redis-server");
  }

  @Test
  void missingSuiteIsNamedAndLeavesNoHalfEntry() throws IOException {
    program("dpkg", "echo amd64");
    program("apt-config", "true");
    program("apt-get", "exit 100");
    Files.writeString(
        root.resolve("etc/apt/sources.list"), "deb http://mirror.example/debian trixie main\n");

    assertThatThrownBy(() -> binaries().redis())
        .hasMessageContaining("no package source for suite bookworm, component main");
    try (var left = Files.list(root.resolve("cache"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void failingAptGetIsQuoted() throws IOException {
    program("dpkg", "echo amd64");
    program("apt-config", "true");
    program("apt-get", "echo 'E: no route to mirror'; exit 100");
    Files.writeString(
        root.resolve("etc/apt/sources.list"), "deb http://mirror.example/debian bookworm main\n");

    assertThatThrownBy(() -> binaries().redis())
        .isInstanceOf(TestkitException.class)
        .hasMessageContaining("exit code 100: E: no route to mirror");
  }

  @Test
  void machineThatCannotFetchMySqlSaysWhy() throws IOException {
    assertThatThrownBy(() -> binaries().requireMirrorForMySql())
        .hasMessageContaining("dpkg is not on PATH");

    program("dpkg", "echo amd64");
    program("apt-get", "exit 100");
    program("apt-config", "true");
    Files.writeString(
        root.resolve("etc/apt/sources.list"),
        "deb http://mirror.example/debian-security bookworm-security main\n");
    assertThatThrownBy(() -> binaries().requireMirrorForMySql())
        .hasMessageContaining("names no Debian mirror")
        .hasMessageContaining("suite sid cannot be fetched");

    Files.writeString(
        root.resolve("etc/apt/sources.list"), "deb http://mirror.example/debian bookworm main\n");
    assertThatCode(() -> binaries().requireMirrorForMySql()).doesNotThrowAnyException();

    system("Ubuntu 24.04.1 LTS", "ubuntu", "24.04");
    assertThatThrownBy(() -> binaries().requireMirrorForMySql())
        .hasMessageContaining("this is Ubuntu 24.04.1 LTS; run it on Debian");
  }

  @Test
  void unstableWithoutMySqlIsSaidToMove() throws IOException {
    program("dpkg", "echo amd64");
    program("apt-config", "true");
    program(
        "apt-get", "case \"$*\" in *install*) echo 'E: Unable to locate package'; exit 100;; esac");
    Files.writeString(
        root.resolve("etc/apt/sources.list"), "deb http://mirror.example/debian bookworm main\n");

    assertThatThrownBy(() -> binaries().mySql())
        .isInstanceOf(TestkitException.class)
        .hasMessageContaining("suite sid of this machine's mirror gives no mysql-server-core")
        .hasMessageContaining("E: Unable to locate package");
    try (var left = Files.list(root.resolve("cache"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  private DebianBinaries binaries() {
    return new DebianBinaries(
        new DebianPackages(
            root.resolve("cache"), root, root.resolve("bin").toString(), line -> {}));
  }

  private void system(String name, String id, String version) throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        root.resolve("etc/os-release"),
        "PRETTY_NAME=\"%s\"\nID=%s\nVERSION_ID=\"%s\"\nVERSION_CODENAME=bookworm\n"
            .formatted(name, id, version));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(root.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
