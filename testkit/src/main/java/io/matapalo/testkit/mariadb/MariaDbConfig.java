package io.matapalo.testkit.mariadb;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerCache;
import io.matapalo.testkit.server.ServerSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to start a {@link MariaDb}. Immutable.
 *
 * @param folder holds its log and its data folder
 * @param source where the program comes from; default {@link ServerSource#AUTO}
 * @param cache where fetched programs lie; default {@link ServerCache#standard()}
 * @param port 0, the default, for any free one
 * @param user the application's user; default {@code app}
 * @param password of that user and of the administrator; default a random one
 * @param bufferPoolMegabytes default 256
 * @param maxConnections default 200
 * @param options more options, as on the command line, which win over the defaults; default none
 * @param programs a folder with programs that the server may call; default none
 * @param startDeadline default 60 s
 */
public record MariaDbConfig(
    Path folder,
    ServerSource source,
    ServerCache cache,
    int port,
    String user,
    String password,
    int bufferPoolMegabytes,
    int maxConnections,
    List<String> options,
    Optional<Path> programs,
    Duration startDeadline) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public MariaDbConfig {
    folder = folder.toAbsolutePath().normalize();
    options = List.copyOf(options);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (!user.matches("[a-z][a-z0-9_]{0,30}") || user.equals(DatabaseServer.ADMINISTRATOR)) {
      throw new IllegalArgumentException(
          "user must be 1 to 31 of a-z 0-9 _ and not the administrator, was " + user);
    }
    if (!password.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new IllegalArgumentException("password must be 1 to 100 of A-Z a-z 0-9 _ . -");
    }
    if (bufferPoolMegabytes < 5 || maxConnections < 10) {
      throw new IllegalArgumentException(
          "bufferPoolMegabytes must be 5 or more and maxConnections 10 or more, were %d and %d"
              .formatted(bufferPoolMegabytes, maxConnections));
    }
  }

  public static MariaDbConfig inFolder(Path folder) {
    byte[] password = new byte[12];
    RANDOM.nextBytes(password);
    return new MariaDbConfig(
        folder,
        ServerSource.AUTO,
        ServerCache.standard(),
        0,
        "app",
        HexFormat.of().formatHex(password),
        256,
        200,
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(60));
  }

  public MariaDbConfig withFolder(Path newFolder) {
    return with(draft -> draft.folder = newFolder);
  }

  public MariaDbConfig withSource(ServerSource newSource) {
    return with(draft -> draft.source = newSource);
  }

  public MariaDbConfig withCache(ServerCache newCache) {
    return with(draft -> draft.cache = newCache);
  }

  public MariaDbConfig withPort(int newPort) {
    return with(draft -> draft.port = newPort);
  }

  public MariaDbConfig withLogin(String newUser, String newPassword) {
    return with(draft -> {
      draft.user = newUser;
      draft.password = newPassword;
    });
  }

  public MariaDbConfig withBufferPoolMegabytes(int megabytes) {
    return with(draft -> draft.bufferPoolMegabytes = megabytes);
  }

  public MariaDbConfig withMaxConnections(int connections) {
    return with(draft -> draft.maxConnections = connections);
  }

  public MariaDbConfig withOption(String option) {
    return with(draft -> draft.options.add(option));
  }

  /** More options before those that it has, so that those it has still win. */
  public MariaDbConfig withDefaults(List<String> lesser) {
    return with(draft -> draft.options.addAll(0, lesser));
  }

  /** A folder with programs that the server may call, before those of {@code PATH}. */
  public MariaDbConfig withPrograms(Path programs) {
    return with(draft -> draft.programs = Optional.of(programs));
  }

  private MariaDbConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** What is being changed. Confined to one thread. */
  private static final class Draft {
    private final Duration startDeadline;
    private final List<String> options;
    private Path folder;
    private ServerSource source;
    private ServerCache cache;
    private int port;
    private String user;
    private String password;
    private int bufferPoolMegabytes;
    private int maxConnections;
    private Optional<Path> programs;

    Draft(MariaDbConfig config) {
      folder = config.folder;
      source = config.source;
      cache = config.cache;
      port = config.port;
      user = config.user;
      password = config.password;
      bufferPoolMegabytes = config.bufferPoolMegabytes;
      maxConnections = config.maxConnections;
      options = new ArrayList<>(config.options);
      programs = config.programs;
      startDeadline = config.startDeadline;
    }

    MariaDbConfig config() {
      return new MariaDbConfig(
          folder,
          source,
          cache,
          port,
          user,
          password,
          bufferPoolMegabytes,
          maxConnections,
          options,
          programs,
          startDeadline);
    }
  }

  /** Names the folder and the port, not the password. */
  @Override
  public String toString() {
    return "MariaDbConfig[folder=%s, source=%s, port=%d, user=%s]"
        .formatted(folder, source, port, user);
  }
}
