package io.matapalo.testkit.binaries;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server program and how it is called. Immutable.
 *
 * @param server what is executed
 * @param options that this build needs before all others
 * @param libraryFolders private libraries, for the loader
 * @param origin where it came from, for reports
 */
public record ServerProgram(
    Path server, List<String> options, List<Path> libraryFolders, String origin) {
  public ServerProgram {
    options = List.copyOf(options);
    libraryFolders = List.copyOf(libraryFolders);
  }

  /** One that needs no options. */
  ServerProgram(Path server, List<Path> libraryFolders, String origin) {
    this(server, List.of(), libraryFolders, origin);
  }

  /** Program and options, to which more may be added. */
  public List<String> command() {
    return Stream.concat(Stream.of(server.toString()), options.stream()).toList();
  }
}
