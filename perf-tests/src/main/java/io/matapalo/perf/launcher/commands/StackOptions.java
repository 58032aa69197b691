package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.launcher.servers.DatabaseNetwork;
import io.matapalo.perf.launcher.servers.DatabaseTopology;
import io.matapalo.perf.launcher.servers.TestkitProcesses;
import io.matapalo.perf.launcher.servers.TestkitServers;
import io.matapalo.perf.launcher.stack.Placeholders;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunFolder;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackException;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.perf.launcher.stack.StackLauncher;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ServerSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Options of every command that starts a stack. Confined to the command that they are filled for.
 */
final class StackOptions {
  @Option(
      names = "--stack",
      paramLabel = "FILE",
      description = "What to start; default perf-tests/stacks/turnstile.yaml.")
  private @Nullable Path stack;

  @Option(
      names = "--servers",
      paramLabel = "SOURCE",
      description =
          "Where MariaDB, Redis and memcached come from: path (installed), debian (packages"
              + " unpacked without root), debian13 (the same, with MariaDB 11.8 of Debian 13), maven"
              + " (jars; no memcached), auto (the first of path, debian and maven that works)."
              + " Default: auto.")
  private ServerSource servers = ServerSource.AUTO;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the proxy, 1 to 65535; default: a free one.")
  private int port;

  @Option(
      names = "--keep-data",
      description = "Keep the data folders of the servers in the run folder after the end.")
  private boolean keepsData;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "How much data the stack is loaded with: what the stack file calls $${size}; for the"
              + " default stack S (the schema's seed), M (100,000 orders; a minute more) or L (1,000,000; many"
              + " minutes). Default: ${DEFAULT-VALUE}.",
      defaultValue = "S")
  private String size = "S";

  @Option(
      names = "--db-rtt",
      paramLabel = "TIME",
      description =
          "What each round trip to the database costs more, 0.3ms or 300us for instance, by a relay"
              + " that stands for a network. Every report says so. Default: 0ms, no relay.",
      converter = NetworkOption.class)
  private DatabaseNetwork network = DatabaseNetwork.LOOPBACK;

  @Option(
      names = "--topology",
      paramLabel = "KIND",
      description =
          "Database servers: single, primary-replica (a primary and two replicas) or galera (three"
              + " nodes that all take writes). The sides of the stack get them by their data source URL"
              + " alone. Default: single.",
      converter = TopologyOption.class)
  private DatabaseTopology topology = DatabaseTopology.SINGLE;

  @Option(
      names = "--vendor-latency",
      paramLabel = "TIME",
      description =
          "How long each vendor simulator takes to answer, 20ms or 0ms for instance: what the stack"
              + " file calls $${vendor-latency}. Default: ${DEFAULT-VALUE}.",
      defaultValue = "20ms")
  private String vendorLatency = "20ms";

  private int sitesEvery = 10;

  /** For commands that show where statements come from, and measure nothing. */
  void lookAtEveryCallSite() {
    sitesEvery = 1;
  }

  /** The stack file; it and every option are checked, so that nothing starts in vain. */
  StackFile checked(Platform platform, CommandWithHelp command) {
    StackFile file;
    try {
      file =
          StackFile.read(
              stack == null ? platform.root().resolve("perf-tests/stacks/turnstile.yaml") : stack);
    } catch (StackException e) {
      throw command.wrong("--stack: " + e.getMessage());
    }
    if (port < 0 || port > 65_535) {
      throw command.wrong("--port must be 1 to 65535, was " + port);
    }
    boolean isRouted = topology != DatabaseTopology.SINGLE;
    if ((network.isDelayed() || isRouted) && !file.servers().containsKey("mariadb")) {
      throw command.wrong(
          (isRouted ? "--topology" : "--db-rtt") + " needs a server mariadb in the stack file");
    }
    if (!vendorLatency.matches("[0-9]{1,5}ms")) {
      throw command.wrong(
          "--vendor-latency must be milliseconds such as 20ms, was '%s'".formatted(vendorLatency));
    }
    if (!file.sizes().isEmpty() && !file.sizes().contains(size)) {
      throw command.wrong("--size is one of %s, was '%s'".formatted(file.sizes(), size));
    }
    return file;
  }

  RunningStack start(StackFile file, Platform platform, String runId, Progress progress)
      throws InterruptedException {
    requireFreePort();
    RunFolder folder = RunFolder.create(platform.root(), runId);
    progress.say("run folder: " + folder.path());
    StackLauncher launcher =
        new StackLauncher(
            new TestkitServers(servers, progress, network, topology),
            new TestkitProcesses(),
            platform.clock(),
            Thread.ofVirtual().name("stack-", 0).factory(),
            progress);
    RunningStack running = launcher.start(file, folder, placeholders(file, platform, folder));
    if (keepsData) {
      running.keepData();
    }
    return running;
  }

  /** Before minutes are spent on starting all else. */
  private void requireFreePort() {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      // As servers do: a port whose last connections are still ending counts as free.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new StackException(
          "--port %d cannot be used: %s; choose another or leave it out for a free one"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private Placeholders placeholders(StackFile file, Platform platform, RunFolder folder) {
    Placeholders values = new Placeholders();
    values.put("root", platform.root().toString());
    values.put("run", folder.path().toString());
    values.put("size", size);
    values.put("vendor-latency", vendorLatency);
    values.put("routing", "");
    values.put("sites-every", Integer.toString(sitesEvery));
    values.put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    List<Integer> free = FreePorts.next(file.ports().size());
    for (int i = 0; i < free.size(); i++) {
      String name = file.ports().get(i);
      boolean chosen = port != 0 && name.equals(file.publicPort());
      values.put("port." + name, Integer.toString(chosen ? port : free.get(i)));
    }
    return values;
  }

  /** Reads {@code --db-rtt}. */
  static final class NetworkOption implements ITypeConverter<DatabaseNetwork> {
    @Override
    public DatabaseNetwork convert(String text) {
      try {
        return DatabaseNetwork.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code --topology}. */
  static final class TopologyOption implements ITypeConverter<DatabaseTopology> {
    @Override
    public DatabaseTopology convert(String text) {
      try {
        return DatabaseTopology.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
