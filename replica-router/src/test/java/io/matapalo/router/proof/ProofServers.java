package io.matapalo.router.proof;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.PrimaryAndReplicas;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The servers that a proof runs on: those of system property {@code matapalo.servers}. It is {@code
 * mysql} or a source of MariaDB, by default {@code auto}. Stateless.
 */
final class ProofServers {
  private static final String USUAL = "auto";
  private static final String MYSQL = "mysql";
  private static final String NAME =
      System.getProperty("matapalo.servers", USUAL).toLowerCase(Locale.ROOT);

  private ProofServers() {}

  static boolean areMySql() {
    return NAME.equals(MYSQL);
  }

  static Topology single(Path folder) {
    return new OneNode(
        areMySql() ? MySql.start(ServerConfig.inFolder(folder)) : MariaDb.start(mariaDb(folder)));
  }

  /** A primary and two replicas. */
  static PrimaryAndReplicas<?> replicated(Path folder) {
    return areMySql()
        ? MySqlReplicas.start(ServerConfig.inFolder(folder), 2)
        : ReplicaSet.start(mariaDb(folder), 2);
  }

  /** Three nodes that all take writes: Galera or Group Replication. */
  static Topology multiPrimary(Path folder) {
    return areMySql()
        ? GroupReplication.start(ServerConfig.inFolder(folder))
        : Galera.start(mariaDb(folder), 3);
  }

  static ServerConfig mariaDb(Path folder) {
    ServerSource source =
        Arrays.stream(ServerSource.values())
            .filter(one -> one.name().equalsIgnoreCase(NAME))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "matapalo.servers is %s or one of %s; was '%s'"
                        .formatted(MYSQL, Arrays.toString(ServerSource.values()), NAME)));
    return ServerConfig.inFolder(folder).withSource(source);
  }

  /**
   * What a page's name ends with, so that other servers than the usual have a page of their own.
   */
  static String suffix() {
    return NAME.equals(USUAL) ? "" : "-" + NAME;
  }

  /** What is added to the command of a page. */
  static String option() {
    return NAME.equals(USUAL) ? "" : " -Dmatapalo.servers=" + NAME;
  }

  /** The builds of a topology's servers, for a page. */
  static String origins(Topology servers) {
    return servers.nodes().stream()
        .map(node -> node.server().origin())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
