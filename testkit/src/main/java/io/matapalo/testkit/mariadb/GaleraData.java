package io.matapalo.testkit.mariadb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.matapalo.testkit.binaries.CacheEntry;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.MariaDbBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.server.DataFolder;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ServerAccount;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerLog;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Data folders of Galera nodes. A node that has been a cluster once is kept in the cache; each node
 * of a new cluster starts on a copy of it, so none has to be sent all the data by another.
 * Immutable and thread-safe.
 *
 * @param source has the library of Galera, for the servers that will run on these folders
 * @param binaries of that source
 * @param entry of the cache, with the data folder to copy
 */
public record GaleraData(ServerSource source, MariaDbBinaries binaries, Path entry) {
  /** What makes a server a node of a cluster. */
  static final String ON = "--wsrep-on=ON";

  private static final String SYNCED = "Synchronized with group";
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Pattern RECOVERED =
      Pattern.compile("Recovered position:\\s*([0-9a-f-]{36}):(-?\\d+)");

  /** A node that was killed does not know its position, and others could not join on a copy. */
  private static final Pattern KNOWN = Pattern.compile("(?m)^seqno: +\\d+$");

  // Raised when the recipe below changes.
  private static final String RECIPE = "3";

  private static final String STATE = "grastate.dat";
  private static final String COPY = "grastate.seed";

  /**
   * Called by the server where a node must catch up. It moves no data: the joiner names the
   * position that its folder holds, and what it lacks comes from the donor's cache of write sets. A
   * donor whose cache no longer reaches back is told that this cannot be done. MariaDB 11 asks for
   * two things more: by now it has taken the position out of Galera's own file, so that the joiner
   * reads a copy; and it hands the donor a login, which must be read, or the transfer counts as
   * broken.
   */
  private static final String TRANSFER =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        case "$1" in
          --role) role=$2; shift ;;
          --address) address=$2; shift ;;
          --datadir) data=$2; shift ;;
          --gtid) gtid=$2; shift ;;
          --bypass) bypass=1 ;;
        esac
        shift
      done
      if [ "$role" = donor ]; then
        cat > /dev/null
        if [ "$bypass" = 1 ]; then echo "done $gtid"; exit 0; fi
        exit 95
      fi
      echo "ready $address/seed"
      echo "$(sed -n 's/^uuid: *//p' "$data/grastate.seed"):$(sed -n 's/^seqno: *//p' "$data/grastate.seed")"
      """;

  /** Prepares it in the configuration's cache, unless it is there. */
  public static GaleraData of(ServerConfig config) {
    ServerSource source = config.cache().sourceOfGalera(config.source());
    MariaDbBinaries binaries = config.cache().mariaDb(source);
    String name = "galera-" + RECIPE + "-" + SystemTables.fingerprint(binaries);
    Path entry =
        new CacheEntry(config.cache().folder(), name)
            .orBuild(folder -> build(config.cache(), binaries, folder));
    return new GaleraData(source, binaries, entry);
  }

  /** The library that makes a server a node. */
  public Path provider() {
    return provider(binaries);
  }

  /**
   * Puts a fresh data folder where a server of this configuration expects it, and the program of
   * state transfer method {@code seed}.
   */
  public void seed(ServerConfig node) {
    Path programs = node.folder().resolve("programs");
    try {
      Files.createDirectories(node.folder());
      new DataFolder(node.dataFolder()).fillFrom(entry.resolve("data"));
      copyState(node.dataFolder());
      CacheEntry.delete(programs);
      CacheEntry.copy(entry.resolve("programs"), programs);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + node.folder(), e);
    }
  }

  /**
   * After a crash the folder no longer says which position it holds. The server finds it in its
   * tables and it is written down, so that the node gets only what it missed.
   */
  public void recover(ServerConfig node) {
    Path data = node.dataFolder();
    MariaDb.prepare(node, binaries);
    ServerAccount account =
        ServerAccount.forServer(binaries.server(), binaries.libraryFolders(), data);
    ServerLog log = ServerLog.atEndOf(MariaDb.START.logFile(node));
    try (SupervisedProcess process =
        started(
            binaries,
            node.withOptions("--wsrep-recover", "--wsrep-cluster-address=gcomm://"),
            account)) {
      if (!process.ended(DEADLINE)) {
        throw new TestkitException(
            "recovery of %s did not end within %s; see %s"
                .formatted(data, DEADLINE, process.logFile()));
      }
    }
    Matcher found = RECOVERED.matcher(log.text());
    if (!found.find()) {
      throw new TestkitException(
          "recovery of %s named no position; its last lines:%n%s".formatted(data, log.tail()));
    }
    try {
      writeState(data, found.group(1), found.group(2));
      Files.deleteIfExists(data.resolve("galera.cache"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the position of " + data, e);
    }
  }

  private static SupervisedProcess started(
      MariaDbBinaries binaries, ServerConfig config, ServerAccount account) {
    List<String> words = MariaDb.words(config, account);
    return SupervisedProcess.start(MariaDb.START.plan(config, binaries.program(), words), account);
  }

  private static void writeState(Path data, String cluster, String position) throws IOException {
    Files.writeString(
        data.resolve(STATE),
        "# GALERA saved state%nversion: 2.1%nuuid:    %s%nseqno:   %s%nsafe_to_bootstrap: 0%n"
            .formatted(cluster, position),
        ISO_8859_1);
    copyState(data);
  }

  private static void copyState(Path data) throws IOException {
    Files.copy(data.resolve(STATE), data.resolve(COPY), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path provider(MariaDbBinaries binaries) {
    return binaries.galeraProvider().orElseThrow();
  }

  private static void build(ServerCache cache, MariaDbBinaries binaries, Path folder)
      throws IOException {
    cache.progress().accept("preparing a Galera node of %s …".formatted(binaries.origin()));
    Path data = folder.resolve("data");
    SystemTables.ensure(cache, binaries, data);
    Files.createDirectories(data.resolve("tmp"));
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path transfer = Files.writeString(programs.resolve("wsrep_sst_seed"), TRANSFER, UTF_8);
    beOnce(binaries, folder);
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(GaleraData::isLeftover).toList()) {
        Files.delete(file);
      }
    }
    CacheEntry.delete(data.resolve("tmp"));
    Command.of("chmod", "-R", "a+rX", folder.toString()).run();
    Command.of("chmod", "a+x", transfer.toString()).run();
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("bin.") || name.equals("galera.cache") || name.equals("gvwstate.dat");
  }

  /**
   * Is the only node of a cluster for a moment: the data folder then names cluster and position.
   */
  private static void beOnce(MariaDbBinaries binaries, Path folder) throws IOException {
    List<Integer> ports = FreePorts.next(3);
    ServerConfig config =
        ServerConfig.inFolder(folder).withPort(ports.get(2)).withDefaults(options(binaries, ports));
    ServerLog log = ServerLog.atEndOf(MariaDb.START.logFile(config));
    try (SupervisedProcess process = started(binaries, config, ServerAccount.ofThisProcess())) {
      for (String line : List.of(SYNCED, MariaDb.READY)) {
        if (log.await(process, line, DEADLINE) != ServerLog.Outcome.READY) {
          throw new TestkitException(
              "no Galera node could be prepared; its last lines:\n" + log.tail());
        }
      }
    }
    String state = Files.readString(folder.resolve("data").resolve(STATE), ISO_8859_1);
    if (!KNOWN.matcher(state).find()) {
      throw new TestkitException(
          "a Galera node was prepared that did not write its position as it ended, but\n"
              + state
              + "its last lines:\n"
              + log.tail());
    }
  }

  private static List<String> options(MariaDbBinaries binaries, List<Integer> ports) {
    List<String> options = new ArrayList<>(List.of(ON, "--wsrep-provider=" + provider(binaries)));
    options.addAll(List.of("--wsrep-cluster-address=gcomm://", "--wsrep-new-cluster"));
    options.addAll(List.of("--wsrep-cluster-name=seed", "--innodb-autoinc-lock-mode=2"));
    options.addAll(List.of("--wsrep-gtid-mode=ON", "--wsrep-gtid-domain-id=77", "--server-id=77"));
    options.add("--wsrep-node-address=127.0.0.1:" + ports.get(0));
    options.add(
        "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d;gcache.size=1M;pc.recovery=false"
            .formatted(ports.get(0), ports.get(1)));
    options.addAll(List.of("--innodb-log-file-size=8M", "--innodb-buffer-pool-size=32M"));
    // The scripts of the logins belong to a cluster, not to the seed.
    options.add("--init-file=");
    return options;
  }
}
