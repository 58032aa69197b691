package io.matapalo.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the loader must know to find private libraries. Stateless. */
final class ServerEnvironment {
  private ServerEnvironment() {}

  static ProcessPlan of(ProcessPlan plan, List<Path> libraryFolders) {
    return libraryFolders.isEmpty()
        ? plan
        : plan.withEnvironment("LD_LIBRARY_PATH", joined(libraryFolders));
  }

  static String joined(List<Path> libraryFolders) {
    return libraryFolders.stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
