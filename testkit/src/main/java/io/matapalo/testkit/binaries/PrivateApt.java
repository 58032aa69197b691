package io.matapalo.testkit.binaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes an apt configuration that keeps lists, cache and status in a folder of its own. Stateless.
 */
final class PrivateApt {
  private PrivateApt() {}

  /**
   * Returns the file for {@code APT_CONFIG}. It is read before the system's configuration
   * (apt.conf(5)), so it can point that to empty places: the machine's hooks must not run for us.
   * Proxies and the like are handed in.
   */
  static Path in(Path folder, List<AptSource> sources, List<String> networkSettings)
      throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Files.createDirectories(folder.resolve("no-configuration"));
    Files.createDirectories(folder.resolve("sources"));
    Files.writeString(folder.resolve("status"), "");
    Files.writeString(
        folder.resolve("sources/mirror.sources"),
        sources.stream().map(AptSource::stanza).collect(Collectors.joining("\n")),
        UTF_8);
    String settings =
        """
        Dir::State "FOLDER";
        Dir::State::lists "FOLDER/lists";
        Dir::State::status "FOLDER/status";
        Dir::Cache "FOLDER/cache";
        Dir::Log "FOLDER";
        Dir::Etc::main "FOLDER/no-configuration/none";
        Dir::Etc::parts "FOLDER/no-configuration";
        Dir::Etc::sourcelist "FOLDER/no-configuration/none";
        Dir::Etc::sourceparts "FOLDER/sources";
        APT::Sandbox::User "";
        Acquire::Languages "none";
        Debug::NoLocking "1";
        """;
    return Files.writeString(
        folder.resolve("apt.conf"),
        settings.replace("FOLDER", folder.toString())
            + networkSettings.stream().map(line -> line + "\n").collect(Collectors.joining()),
        UTF_8);
  }
}
