package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.mariadb.MariaDb;
import java.time.Duration;
import java.util.Set;

/** What a replica is told about its replication. Stateless; the node is the state. */
final class Replication {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final String BY_GTID = "Slave_Pos";

  // Earlier the replica has not decided yet whether its source has GTIDs.
  private static final Set<String> RECEIVING =
      Set.of("Waiting for master to send event", "Queueing master event to the relay log");

  private Replication() {}

  /**
   * From now on it follows the source by GTID, from the position that it has reached. Returns once
   * it receives and applies; throws when the source lacks what the node has, or the node does not
   * use GTIDs.
   */
  static void follow(MariaDbNode node, MariaDbNode source) {
    follow(node, source, source.portForReplicas());
  }

  /** The same at a port of 127.0.0.1 that leads to the source. */
  static void follow(MariaDbNode node, MariaDbNode source, int port) {
    MariaDb server = source.server();
    node.session()
        .execute(
            "stop slave",
            """
            change master to master_host='127.0.0.1', master_port=%d, master_user='%s', master_password='%s',
              master_use_gtid=slave_pos, master_connect_retry=1, master_heartbeat_period=1, master_delay=0,
              master_ssl=0, master_ssl_verify_server_cert=0\
            """
                .formatted(port, server.administrator(), server.password()),
            "start slave");
    Await.until(
        () -> runs(node, source),
        DEADLINE,
        () ->
            "node %s follows %s; %s %s; if it has transactions that the other lacks, rebuild it"
                .formatted(node, source, of(node, "Last_IO_Error"), of(node, "Last_SQL_Error")));
  }

  /**
   * A replica that takes its source for one without GTIDs goes on by file and offset, without an
   * error: a promotion then makes it replay all that the new primary has ever written.
   */
  private static void requireGtid(MariaDbNode node, MariaDbNode source) {
    String used = of(node, "Using_Gtid");
    if (!used.equals(BY_GTID)) {
      throw new TestkitException(
          "node %s follows %s without GTIDs (Using_Gtid is %s, must be %s), since the source greets as %s; take --version out of the options"
              .formatted(node, source, used, BY_GTID, source.session().variable("version")));
    }
  }

  private static boolean runs(MariaDbNode node, MariaDbNode source) {
    if (of(node, "Last_IO_Errno").equals("1236")) {
      throw new TestkitException(
          "node %s cannot follow: %s; rebuild it".formatted(node, of(node, "Last_IO_Error")));
    }
    if (!RECEIVING.contains(of(node, "Slave_IO_State"))) {
      return false;
    }
    requireGtid(node, source);
    return of(node, "Slave_SQL_Running").equals("Yes");
  }

  /** A field of its replication state; empty when it follows nobody. */
  static String of(MariaDbNode node, String field) {
    return node.session().value("show slave status", field).orElse("");
  }

  /** It follows nobody any more. */
  static void end(MariaDbNode node) {
    node.session().execute("stop slave", "reset slave all");
  }

  /** The last transaction that a node has written or applied, as {@code 0-1-42}. */
  static String position(MariaDbNode node) {
    return node.session().variable("gtid_binlog_pos");
  }

  /** Its number alone; all of a topology's transactions are of one domain. */
  static long sequence(String position) {
    return position.isEmpty()
        ? 0
        : Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
  }

  /**
   * Waits until a replica shows everything up to a position of another node. Its own binary log
   * holds a transaction some milliseconds before that can be read.
   */
  static void await(MariaDbNode node, String position, Duration deadline) {
    String question = "select master_gtid_wait('%s', 0) as reached".formatted(position);
    Await.until(
        () -> node.session().value(question, "reached").filter("0"::equals).isPresent(),
        deadline,
        () ->
            "node %s reaches %s; it is at %s; %s"
                .formatted(node, position, position(node), of(node, "Last_SQL_Error")));
  }

  /** Waits until a node has applied all that it has received. */
  static void awaitReceived(MariaDbNode node) {
    String received = of(node, "Gtid_IO_Pos");
    await(node, received, DEADLINE);
  }
}
