package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A MySQL server program that runs with its own loader and libraries, and with nothing of this
 * system's. Immutable.
 *
 * @param root stands for {@code /}
 * @param loader the dynamic loader that came with it
 * @param version of the package
 */
public record MySqlBinaries(DebianRoot root, Path loader, String version) {

  static MySqlBinaries in(DebianRoot root) {
    Path loader =
        root.libraryFolders().stream()
            .flatMap(folder -> DebianRoot.listed(folder, MySqlBinaries::isLoader).stream())
            .findFirst()
            .orElseThrow(() ->
                new TestkitException(
                    "no loader among the packages in %s; Debian unstable has moved it"
                        .formatted(root.folder())));
    return new MySqlBinaries(root, loader, root.version("mysql-server-core"));
  }

  /** The program {@code mysqld}, which only the loader can start. */
  public Path server() {
    return root.folder().resolve("usr/sbin/mysqld");
  }

  public List<Path> libraryFolders() {
    return root.libraryFolders();
  }

  /** Name, version and source, for reports. */
  public String origin() {
    return "MySQL of Debian unstable, " + version;
  }

  /**
   * The words that start the server in its own folders and with no configuration of the machine's.
   * Further options follow.
   */
  public List<String> command() {
    Path base = root.folder().resolve("usr");
    Path share = base.resolve("share/mysql");
    String libraries =
        libraryFolders().stream().map(Path::toString).collect(Collectors.joining(":"));
    return List.of(
        loader.toString(),
        "--library-path",
        libraries,
        server().toString(),
        "--no-defaults",
        "--basedir=" + base,
        "--lc-messages-dir=" + share,
        "--character-sets-dir=" + share.resolve("charsets"),
        "--plugin-dir=" + base.resolve("lib/mysql/plugin"),
        // Its default is a folder that only an installed server has.
        "--secure-file-priv=NULL");
  }

  private static boolean isLoader(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("ld-linux") && name.contains(".so.");
  }
}
