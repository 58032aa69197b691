package io.matapalo.testkit.topology;

import io.matapalo.testkit.mariadb.MariaDbConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to start a {@link Galera} cluster. Immutable.
 *
 * @param server what all nodes share; its folder holds a folder for each, its port must be 0
 * @param nodes 1 to 7; default 3
 * @param retryAutocommit how often a node itself repeats an autocommit statement that lost a
 *     conflict ({@code wsrep_retry_autocommit}); default 0, so that each conflict is seen
 * @param suspectTimeout how long a silent node is waited for until the others go on without it
 *     ({@code evs.suspect_timeout}); default 1 s
 */
public record GaleraConfig(
    MariaDbConfig server, int nodes, int retryAutocommit, Duration suspectTimeout) {
  private static final int MAX_NODES = 7;

  public GaleraConfig {
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException("nodes must be 1 to " + MAX_NODES + ", was " + nodes);
    }
    if (server.port() != 0) {
      throw new IllegalArgumentException(
          "the nodes take free ports, so port must be 0, was " + server.port());
    }
    if (retryAutocommit < 0) {
      throw new IllegalArgumentException(
          "retryAutocommit must be 0 or more, was " + retryAutocommit);
    }
    if (suspectTimeout.compareTo(Duration.ofMillis(500)) < 0) {
      throw new IllegalArgumentException(
          "suspectTimeout must be 500 ms or more, was " + suspectTimeout);
    }
  }

  public static GaleraConfig inFolder(Path folder) {
    return of(MariaDbConfig.inFolder(folder));
  }

  public static GaleraConfig of(MariaDbConfig server) {
    return new GaleraConfig(server, 3, 0, Duration.ofSeconds(1));
  }

  public GaleraConfig withNodes(int count) {
    return new GaleraConfig(server, count, retryAutocommit, suspectTimeout);
  }

  public GaleraConfig withRetryAutocommit(int times) {
    return new GaleraConfig(server, nodes, times, suspectTimeout);
  }

  public GaleraConfig withSuspectTimeout(Duration timeout) {
    return new GaleraConfig(server, nodes, retryAutocommit, timeout);
  }
}
