package io.matapalo.testkit.server;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the loader must know to find private libraries. Stateless. */
public final class ServerEnvironment {
  private ServerEnvironment() {}

  public static ProcessPlan of(ProcessPlan plan, List<Path> libraryFolders) {
    return libraryFolders.isEmpty()
        ? plan
        : plan.withEnvironment("LD_LIBRARY_PATH", joined(libraryFolders));
  }

  /** The same, for a server that calls programs of its own. */
  public static ProcessPlan of(
      ProcessPlan plan, List<Path> libraryFolders, Optional<Path> programs) {
    ProcessPlan found = of(plan, libraryFolders);
    return programs
        .map(folder -> {
          String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
          return found.withEnvironment("PATH", folder + File.pathSeparator + path);
        })
        .orElse(found);
  }

  public static String joined(List<Path> libraryFolders) {
    return libraryFolders.stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
