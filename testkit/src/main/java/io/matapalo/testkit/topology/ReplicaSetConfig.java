package io.matapalo.testkit.topology;

import io.matapalo.testkit.mariadb.MariaDbConfig;
import java.nio.file.Path;

/**
 * How to start a {@link ReplicaSet}. Immutable.
 *
 * @param server what all nodes share; its folder holds a folder for each, its port must be 0
 * @param replicas 1 to 6; default 2
 */
public record ReplicaSetConfig(MariaDbConfig server, int replicas) {
  private static final int MAX_REPLICAS = 6;

  public ReplicaSetConfig {
    if (replicas < 1 || replicas > MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "replicas must be 1 to " + MAX_REPLICAS + ", was " + replicas);
    }
    if (server.port() != 0) {
      throw new IllegalArgumentException(
          "the nodes take free ports, so port must be 0, was " + server.port());
    }
  }

  public static ReplicaSetConfig inFolder(Path folder) {
    return of(MariaDbConfig.inFolder(folder));
  }

  public static ReplicaSetConfig of(MariaDbConfig server) {
    return new ReplicaSetConfig(server, 2);
  }

  public ReplicaSetConfig withReplicas(int count) {
    return new ReplicaSetConfig(server, count);
  }
}
