package io.matapalo.testkit.server;

import com.sun.security.auth.module.UnixSystem;
import io.matapalo.testkit.binaries.Command;
import io.matapalo.testkit.binaries.PathBinaries;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account a server runs under. Root hands its servers to {@code nobody}, with a data folder
 * that is given back to the owner of its parent when the server ends; anybody else runs them as
 * himself. Immutable.
 *
 * @param commandPrefix what is put before the command to change the account; empty for no change
 * @param giveBackTo owner and group, as numbers, that get the folder when the server has ended
 * @param folder the data folder, if it changed hands
 */
public record ServerAccount(
    List<String> commandPrefix, Optional<String> giveBackTo, Optional<Path> folder) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerAccount.class);
  private static final String NOBODY = "65534";

  public ServerAccount {
    commandPrefix = List.copyOf(commandPrefix);
  }

  public static ServerAccount ofThisProcess() {
    return new ServerAccount(List.of(), Optional.empty(), Optional.empty());
  }

  public static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  /** Must the server be told that running as root is meant? */
  public boolean isRootItself() {
    return commandPrefix.isEmpty() && isRoot();
  }

  /**
   * The account for a server of ours. As root, changes the owner of the data folder, and of nothing
   * outside it. When {@code nobody} cannot reach the folder or the program, the server runs as
   * root, with a warning.
   */
  public static ServerAccount forServer(Path program, List<Path> libraryFolders, Path dataFolder) {
    if (!isRoot()) {
      return ofThisProcess();
    }
    Optional<List<String>> prefix = prefix();
    if (prefix.isEmpty()) {
      LOG.warn("server runs as root: neither setpriv nor runuser is on PATH program={}", program);
      return ofThisProcess();
    }
    String owner = ownerOfParent(dataFolder);
    if (!chown(NOBODY + ":" + NOBODY, dataFolder)
        || !reaches(prefix.get(), program, libraryFolders, dataFolder)) {
      chown(owner, dataFolder);
      LOG.warn(
          "server runs as root: user nobody cannot reach its program or folder program={} folder={}",
          program,
          dataFolder);
      return ofThisProcess();
    }
    return new ServerAccount(prefix.get(), Optional.of(owner), Optional.of(dataFolder));
  }

  /** Makes the data folder its own again: it was given back when an earlier process on it ended. */
  void takeFolder() {
    folder.ifPresent(data -> {
      if (!chown(NOBODY + ":" + NOBODY, data)) {
        throw new TestkitException("cannot give folder %s to user nobody".formatted(data));
      }
    });
  }

  private static Optional<List<String>> prefix() {
    PathBinaries path = PathBinaries.on(System.getenv().getOrDefault("PATH", ""));
    return path.program("setpriv")
        .map(program ->
            List.of(
                program.toString(),
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--"))
        .or(() ->
            path.program("runuser")
                .map(program -> List.of(program.toString(), "-u", "nobody", "--")));
  }

  private static boolean reaches(
      List<String> prefix, Path program, List<Path> libraryFolders, Path dataFolder) {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(
        List.of(
            "sh",
            "-c",
            "test -w \"$1\" && test -x \"$2\" && shift 2 || exit 1; for f; do test -x \"$f\" || exit 1; done",
            "reaches",
            dataFolder.toString(),
            program.toString()));
    libraryFolders.forEach(library -> words.add(library.toString()));
    return Command.of(words).attempt().succeeded();
  }

  private static boolean chown(String owner, Path folder) {
    return Command.of("chown", "-R", "-h", owner, folder.toString()).attempt().succeeded();
  }

  private static String ownerOfParent(Path folder) {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new TestkitException("a data folder cannot be " + folder + "; choose one below it");
    }
    try {
      return Files.getAttribute(parent, "unix:uid") + ":" + Files.getAttribute(parent, "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the owner of " + parent, e);
    }
  }
}
