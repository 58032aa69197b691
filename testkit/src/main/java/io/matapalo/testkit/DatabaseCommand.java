package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.ReplicaSet;
import io.matapalo.testkit.topology.Topology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs database servers until it is ended by a signal. Confined to the main thread. */
@Command(
    name = "database",
    description = {
      "Runs one MariaDB, or three, with an empty database on loopback, until SIGTERM or Ctrl-C.",
      "Their data ends with them."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DatabaseCommand implements Callable<Integer> {
  private static final String BUFFER_POOL = "--innodb-buffer-pool-size=64M";
  private static final long SECONDS_TO_END = 60;

  /** How many servers, and how they belong together. */
  enum Kind {
    SINGLE,
    PRIMARY_REPLICA,
    GALERA;

    /** As the option spells it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(names = "--topology", description = "${COMPLETION-CANDIDATES}", defaultValue = "single")
  private Kind topology = Kind.SINGLE;

  @Option(
      names = "--servers",
      paramLabel = "SOURCE",
      description =
          "where MariaDB comes from: path (installed), debian (10.11, packages unpacked without"
              + " root), debian13 (11.8, the same), maven (11.4, jars), auto (the first of these,"
              + " without debian13, that works)",
      defaultValue = "auto")
  private ServerSource servers = ServerSource.AUTO;

  @Option(names = "--name", description = "of the database", defaultValue = "shop")
  private String name = "shop";

  @Option(
      names = "--save",
      description = "file for a shell: addresses, login, process ids",
      defaultValue = "target/database.env")
  private Path save = Path.of("target/database.env");

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    check();
    Path folder = save.toAbsolutePath().resolveSibling("database-" + ProcessHandle.current().pid());
    ServerConfig config =
        ServerConfig.inFolder(folder).withSource(servers).withOptions(BUFFER_POOL);
    try (UntilSignal signal = UntilSignal.of("the databases", SECONDS_TO_END)) {
      try {
        serve(config, signal);
      } finally {
        Files.deleteIfExists(save);
        CacheEntry.delete(folder);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Before a server starts. */
  private void check() {
    try {
      DatabaseServer.requireName(name);
    } catch (IllegalArgumentException e) {
      throw wrong("--name: " + e.getMessage());
    }
    Path folder = Objects.requireNonNull(save.toAbsolutePath().getParent());
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "database", ".part"));
    } catch (IOException e) {
      throw wrong(
          "--save: no file can be made in %s; is it a folder that you may write to?"
              .formatted(folder));
    }
    if (Files.isDirectory(save)) {
      throw wrong("--save must be a file, was the folder " + save);
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private void serve(ServerConfig config, UntilSignal signal)
      throws InterruptedException, IOException {
    switch (topology) {
      case SINGLE -> {
        try (MariaDb server = MariaDb.start(config)) {
          server.createDatabase(name);
          announce(List.of(server));
          signal.await();
        }
      }
      case PRIMARY_REPLICA -> several(ReplicaSet.start(config, 2), signal);
      case GALERA -> several(Galera.start(config, 3), signal);
    }
  }

  private void several(Topology starting, UntilSignal signal)
      throws InterruptedException, IOException {
    try (Topology servers = starting) {
      servers.createDatabase(name);
      announce(servers.nodes().stream().map(DatabaseNode::server).toList());
      signal.await();
    }
  }

  private void announce(List<? extends DatabaseServer> servers) throws IOException {
    Files.deleteIfExists(save);
    Files.createFile(
        save, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(save, variables(servers), UTF_8);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (int i = 0; i < servers.size(); i++) {
      out.printf(
          "node %s  %s  process %d%n", nodeName(i), address(servers.get(i)), servers.get(i).pid());
    }
    out.printf("ready: database %s; for a second terminal:  . %s%n", name, save);
    out.flush();
  }

  private String variables(List<? extends DatabaseServer> servers) {
    DatabaseServer first = servers.getFirst();
    String nodes = servers.stream().map(DatabaseCommand::address).collect(Collectors.joining(","));
    String processes =
        IntStream.range(0, servers.size())
            .mapToObj(i ->
                "export DATABASE_PROCESS_%s=%d%n"
                    .formatted(nodeName(i).toUpperCase(Locale.ROOT), servers.get(i).pid()))
            .collect(Collectors.joining());
    return """
    export DATABASE_NODE=%s
    export DATABASE_NODES=%s
    export JDBC_USER=%s
    export JDBC_PASSWORD=%s
    """
            .formatted(address(first), nodes, first.user(), first.password())
        + processes;
  }

  private static String address(DatabaseServer server) {
    return "127.0.0.1:" + server.port();
  }

  private static String nodeName(int index) {
    return Character.toString('a' + index);
  }
}
