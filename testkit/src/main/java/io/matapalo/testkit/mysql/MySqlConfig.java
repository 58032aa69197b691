package io.matapalo.testkit.mysql;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerCache;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How to start a {@link MySql}. Immutable.
 *
 * @param folder holds its log and its data folder
 * @param cache where the fetched program lies; default {@link ServerCache#standard()}
 * @param port 0, the default, for any free one
 * @param serverId differs among servers that replicate from one another; default 1
 * @param login of the application's user, {@code app} by default; its password is the
 *     administrator's too
 * @param options more options, as on the command line, which win over the defaults; default none
 * @param startDeadline default 90 s
 */
public record MySqlConfig(
    Path folder,
    ServerCache cache,
    int port,
    int serverId,
    Login login,
    List<String> options,
    Duration startDeadline) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public MySqlConfig {
    folder = folder.toAbsolutePath().normalize();
    options = List.copyOf(options);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (serverId < 1) {
      throw new IllegalArgumentException("serverId must be 1 or more, was " + serverId);
    }
  }

  /** A user and the password; it shows the user only. */
  public record Login(String user, String password) {
    public Login {
      if (!user.matches("[a-z][a-z0-9_]{0,30}") || user.equals(DatabaseServer.ADMINISTRATOR)) {
        throw new IllegalArgumentException(
            "user must be 1 to 31 of a-z 0-9 _ and not the administrator, was " + user);
      }
      if (!password.matches("[A-Za-z0-9_.-]{1,32}")) {
        // 32: the most that replication takes.
        throw new IllegalArgumentException("password must be 1 to 32 of A-Z a-z 0-9 _ . -");
      }
    }

    @Override
    public String toString() {
      return user;
    }
  }

  public static MySqlConfig inFolder(Path folder) {
    byte[] password = new byte[12];
    RANDOM.nextBytes(password);
    return new MySqlConfig(
        folder,
        ServerCache.standard(),
        0,
        1,
        new Login("app", HexFormat.of().formatHex(password)),
        List.of(),
        Duration.ofSeconds(90));
  }

  public MySqlConfig withFolder(Path newFolder) {
    return new MySqlConfig(newFolder, cache, port, serverId, login, options, startDeadline);
  }

  public MySqlConfig withCache(ServerCache newCache) {
    return new MySqlConfig(folder, newCache, port, serverId, login, options, startDeadline);
  }

  public MySqlConfig withPort(int newPort) {
    return new MySqlConfig(folder, cache, newPort, serverId, login, options, startDeadline);
  }

  public MySqlConfig withServerId(int newServerId) {
    return new MySqlConfig(folder, cache, port, newServerId, login, options, startDeadline);
  }

  public MySqlConfig withLogin(String user, String password) {
    return new MySqlConfig(
        folder, cache, port, serverId, new Login(user, password), options, startDeadline);
  }

  public MySqlConfig withOptions(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new MySqlConfig(folder, cache, port, serverId, login, all, startDeadline);
  }
}
