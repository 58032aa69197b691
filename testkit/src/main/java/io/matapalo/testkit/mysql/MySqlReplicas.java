package io.matapalo.testkit.mysql;

import io.matapalo.testkit.server.DatabaseServer;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.Await;
import io.matapalo.testkit.topology.Members;
import io.matapalo.testkit.topology.PrimaryAndReplicas;
import java.time.Duration;
import java.util.List;

/**
 * A MySQL primary and replicas that follow it by GTID and take no writes. They die with this JVM.
 * Not for several threads that change it at once.
 */
public final class MySqlReplicas extends PrimaryAndReplicas<MySql> {
  private static final int MAX_REPLICAS = 5;

  private MySqlReplicas(List<MySql> servers) {
    super(servers);
  }

  /**
   * Starts the primary and so many replicas, 1 to 5, in sub-folders of the configuration's folder,
   * on free ports; returns once all replicas follow.
   */
  public static MySqlReplicas start(ServerConfig config, int replicas) {
    Members.requireCount("replicas", replicas, MAX_REPLICAS);
    MySqlReplicas all =
        new MySqlReplicas(
            Members.started(replicas + 1, number -> MySql.member(config, number + 1), MySql::kill));
    try {
      all.replicas().forEach(all::follow);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  @Override
  public void delay(MySql replica, Duration by) {
    replica.administer(
        "stop replica sql_thread",
        "change replication source to source_delay=" + by.toSeconds(),
        "start replica sql_thread");
  }

  /** Stops following, so that the replica falls behind without end. */
  public void stopReplication(MySql replica) {
    replica.administer("stop replica");
  }

  public void startReplication(MySql replica) {
    replica.administer("start replica");
  }

  @Override
  protected void awaitPrimary(MySql replica, Duration within) {
    replica.awaitExecuted(primary().executed(), within);
  }

  /**
   * Makes a replica the primary, which the others, those of them that run, follow from then on. The
   * old primary, if it runs, is made read-only first, and the replica has all of it then.
   */
  public void promote(MySql replica) {
    MySql old = primary();
    if (old.isAlive()) {
      old.becomeReadOnly();
      awaitCaughtUp(replica, DEADLINE);
    }
    replica.administer("stop replica", "reset replica all");
    replica.becomeWritable();
    lead(replica);
    replicas().stream().filter(MySql::isAlive).forEach(this::follow);
  }

  /**
   * Starts a server again that was killed or stopped; it follows the primary, unless it is that.
   */
  public MySql restart(MySql ended) {
    MySql again = ended.again();
    replace(ended, again);
    if (again != primary()) {
      follow(again);
    }
    return again;
  }

  @Override
  public void close() {
    nodes().forEach(MySql::kill);
  }

  private void follow(MySql replica) {
    replica.administer(
        "stop replica",
        """
        change replication source to source_host='127.0.0.1', source_port=%d, source_user='%s',
          source_password='%s', source_auto_position=1, get_source_public_key=1,
          source_connect_retry=1, source_heartbeat_period=1, source_retry_count=86400
        """
            .formatted(primary().port(), DatabaseServer.ADMINISTRATOR, replica.password()),
        "start replica");
    replica.becomeReadOnly();
    Await.until(
        () -> follows(replica),
        DEADLINE,
        () ->
            "the replica on port %d follows; see %s".formatted(replica.port(), replica.logFile()));
  }

  private static boolean follows(MySql replica) {
    return List.of("Replica_IO_Running", "Replica_SQL_Running").stream()
        .allMatch(thread -> replica.ask("show replica status", thread).equals(List.of("Yes")));
  }
}
