package io.matapalo.router.proof;

import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The servers that a proof runs on: those of system property {@code matapalo.servers}, {@code AUTO}
 * by default. Stateless.
 */
final class ProofServers {
  private static final ServerSource SOURCE =
      ServerSource.valueOf(
          System.getProperty("matapalo.servers", ServerSource.AUTO.name())
              .toUpperCase(Locale.ROOT));

  private ProofServers() {}

  static ServerConfig config(Path folder) {
    return ServerConfig.inFolder(folder).withSource(SOURCE);
  }

  /**
   * What a page's name ends with, so that other servers than the usual have a page of their own.
   */
  static String suffix() {
    return SOURCE == ServerSource.AUTO ? "" : "-" + SOURCE.name().toLowerCase(Locale.ROOT);
  }

  /** What is added to the command of a page. */
  static String option() {
    return SOURCE == ServerSource.AUTO ? "" : " -Dmatapalo.servers=" + SOURCE;
  }

  /** The builds of a topology's servers, for a page. */
  static String origins(Topology servers) {
    return servers.nodes().stream()
        .map(node -> node.server().origin())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
