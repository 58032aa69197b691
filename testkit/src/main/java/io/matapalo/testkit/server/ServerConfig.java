package io.matapalo.testkit.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to start a server, of whatever kind. Immutable.
 *
 * @param folder holds its log and its data folder; a sub-folder {@code programs} holds programs
 *     that the server may call, before those of {@code PATH}
 * @param source where the program comes from; default {@link ServerSource#AUTO}
 * @param cache where fetched programs lie; default {@link ServerCache#standard()}
 * @param port 0, the default, for any free one
 * @param login of a database's application user, {@code app} by default; its password, a random one
 *     by default, is the administrator's too
 * @param options more options, as on the command line, which win over the server's defaults;
 *     default none
 */
public record ServerConfig(
    Path folder,
    ServerSource source,
    ServerCache cache,
    int port,
    Login login,
    List<String> options) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public ServerConfig {
    folder = folder.toAbsolutePath().normalize();
    options = List.copyOf(options);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
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

  public static ServerConfig inFolder(Path folder) {
    byte[] password = new byte[12];
    RANDOM.nextBytes(password);
    Login login = new Login("app", HexFormat.of().formatHex(password));
    return new ServerConfig(folder, ServerSource.AUTO, ServerCache.standard(), 0, login, List.of());
  }

  public Path dataFolder() {
    return folder.resolve("data");
  }

  public ServerConfig withFolder(Path newFolder) {
    return new ServerConfig(newFolder, source, cache, port, login, options);
  }

  public ServerConfig withSource(ServerSource newSource) {
    return new ServerConfig(folder, newSource, cache, port, login, options);
  }

  public ServerConfig withCache(ServerCache newCache) {
    return new ServerConfig(folder, source, newCache, port, login, options);
  }

  public ServerConfig withPort(int newPort) {
    return new ServerConfig(folder, source, cache, newPort, login, options);
  }

  public ServerConfig withLogin(String user, String password) {
    return new ServerConfig(folder, source, cache, port, new Login(user, password), options);
  }

  /** More options after those that it has. */
  public ServerConfig withOptions(String... more) {
    return withAll(Stream.concat(options.stream(), Stream.of(more)));
  }

  /** More options before those that it has, so that those it has still win. */
  public ServerConfig withDefaults(List<String> lesser) {
    return withAll(Stream.concat(lesser.stream(), options.stream()));
  }

  private ServerConfig withAll(Stream<String> all) {
    return new ServerConfig(folder, source, cache, port, login, all.toList());
  }
}
