package io.matapalo.testkit.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A MariaDB server program with all that it needs to run from a folder of its own. Immutable.
 *
 * @param server the program {@code mariadbd}
 * @param loader the words that start it, where the build brings a loader of its own; else none
 * @param baseFolder what the server calls its basedir
 * @param shareFolder messages, character sets and the SQL of the system tables
 * @param libraryFolders private libraries, for the loader
 * @param options what this build needs on its command line
 * @param version what the build calls itself
 * @param origin where it came from, for reports
 */
public record MariaDbBinaries(
    Path server,
    List<String> loader,
    Path baseFolder,
    Path shareFolder,
    List<Path> libraryFolders,
    List<String> options,
    MariaDbVersion version,
    String origin) {
  /** A version of which Connector/J stores fractions of seconds and that 10.11 can answer for. */
  private static final String FOR_CONNECTOR_J = "5.7.19-MariaDB-log";

  private static final List<List<String>> SYSTEM_TABLE_SCRIPTS =
      List.of(
          List.of("mysql_system_tables.sql", "mariadb_system_tables.sql"),
          List.of("mysql_performance_tables.sql", "mariadb_performance_tables.sql"),
          List.of("mysql_system_tables_data.sql", "mariadb_system_tables_data.sql"),
          List.of("maria_add_gis_sp_bootstrap.sql"));

  public MariaDbBinaries {
    loader = List.copyOf(loader);
    libraryFolders = List.copyOf(libraryFolders);
    options = List.copyOf(options);
  }

  /**
   * The program, with the options that make it look into its own folders and no other. {@code
   * --no-defaults} is first. A server whose own greeting MySQL Connector/J misunderstands calls
   * itself {@value #FOR_CONNECTOR_J}.
   */
  public ServerProgram program() {
    List<String> all = new ArrayList<>(loader);
    all.add(server.toString());
    all.add("--no-defaults");
    all.add("--basedir=" + baseFolder);
    all.add("--lc-messages-dir=" + shareFolder);
    all.add("--character-sets-dir=" + shareFolder.resolve("charsets"));
    pluginFolder().ifPresent(folder -> all.add("--plugin-dir=" + folder));
    if (isDisguised()) {
      all.add("--version=" + FOR_CONNECTOR_J);
    }
    all.addAll(options);
    return new ServerProgram(
        Path.of(all.getFirst()), all.subList(1, all.size()), libraryFolders, origin);
  }

  /** Does the server call itself by another version than its own? */
  public boolean isDisguised() {
    return !version.greetsConnectorJWell();
  }

  /** The scripts that make the system tables, in the order in which they must run. */
  public List<Path> systemTableScripts() {
    return SYSTEM_TABLE_SCRIPTS.stream()
        .map(names ->
            first(shareFolder, names)
                .orElseThrow(() ->
                    new TestkitException(
                        "%s holds none of %s, so no system tables can be made; the MariaDB server there (%s) is incomplete"
                            .formatted(shareFolder, names, server))))
        .toList();
  }

  /** The Galera provider library, if this build came with one. */
  public Optional<Path> galeraProvider() {
    return first(baseFolder, List.of("lib/galera/libgalera_smm.so", "lib/libgalera_smm.so"));
  }

  private Optional<Path> pluginFolder() {
    return first(baseFolder, List.of("lib/mysql/plugin", "lib/mariadb/plugin", "lib/plugin"));
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::exists).findFirst();
  }
}
