package io.matapalo.fastpath.invalidation.link;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.protocol.ResultSetRowPacket;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import io.matapalo.fastpath.invalidation.link.LogEnded.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The library's client, which asks by GTID alone, and for what the server holds before it asks.
 * File and place are never sent along: a server has skipped a file because of them. Used once, by
 * one thread.
 */
final class LogClient extends BinaryLogClient {

  private static final int END = 0xFE;
  private static final int BYTE = 0xFF;
  private static final String CAPABILITY = "4";
  private static final String VARIABLES =
      "show global variables where variable_name in ('log_bin', 'log_slave_updates',"
          + " 'gtid_binlog_pos', 'gtid_mode', 'wsrep_on', 'wsrep_gtid_mode', 'wsrep_gtid_domain_id')";

  private final LogFollower follower;
  private final LinkSettings settings;
  private ServerState server = new ServerState(false, List.of(), Optional.empty());
  private String after = "";

  LogClient(LogAddress address, LinkSettings settings, LogFollower follower) {
    super(address.host(), address.port(), settings.user(), settings.password());
    this.settings = settings;
    this.follower = follower;
    // Anything but null, so that the library does not ask where the last file ends.
    setBinlogFilename("");
    setKeepAlive(false);
    setConnectTimeout(settings.connectTimeout().toMillis());
    setHeartbeatInterval(settings.heartbeat().toMillis());
  }

  @Override
  protected void setupConnection() throws IOException {
    super.setupConnection();
    // What the library calls master, MySQL calls source since 8.4.
    run("set @source_heartbeat_period=" + settings.heartbeat().toNanos());
    run("set @source_binlog_checksum=@@global.binlog_checksum");
    server = askedState();
    after = follower.beginAfter(server);
  }

  private ServerState askedState() throws IOException {
    Map<String, String> variables = new HashMap<>();
    ask(VARIABLES).forEach(row -> variables.put(row.get(0), row.get(1)));
    boolean mariaDb = variables.containsKey("gtid_binlog_pos");
    require("ON".equals(variables.get("log_bin")), "log_bin is OFF; start it with log_bin");
    if (!mariaDb) {
      require("ON".equals(variables.get("gtid_mode")), "gtid_mode is not ON; switch it on");
      return new ServerState(
          false, ask("select @@global.gtid_executed").getFirst(), Optional.empty());
    }
    boolean galera = "ON".equals(variables.get("wsrep_on"));
    require(
        !galera || "ON".equals(variables.get("log_slave_updates")),
        "a Galera node's log has the writes of other nodes with log_slave_updates=ON only");
    require(
        !galera || "ON".equals(variables.get("wsrep_gtid_mode")),
        "Galera nodes count alike with wsrep_gtid_mode=ON only");
    return new ServerState(
        true,
        ask("select @@global.gtid_binlog_pos, @@global.gtid_slave_pos").getFirst(),
        galera ? Optional.ofNullable(variables.get("wsrep_gtid_domain_id")) : Optional.empty());
  }

  private static void require(boolean fulfilled, String otherwise) throws LogEnded {
    if (!fulfilled) {
      throw new LogEnded(Why.REFUSED, otherwise, null);
    }
  }

  @Override
  protected void requestBinaryLogStream() throws IOException {
    if (server.mariaDb()) {
      run("set @mariadb_slave_capability=" + CAPABILITY);
      run("set @slave_connect_state='" + after + "'");
      run("set @slave_gtid_strict_mode=0");
      run("set @slave_gtid_ignore_duplicates=0");
      channel.write(new DumpBinaryLogCommand(getServerId(), "", 0));
      return;
    }
    channel.write(new GtidDump(getServerId(), after));
  }

  private void run(String sql) throws IOException {
    channel.write(new QueryCommand(sql));
    checkError(channel.read());
  }

  private List<List<String>> ask(String sql) throws IOException {
    channel.write(new QueryCommand(sql));
    checkError(channel.read());
    while (!isEnd(channel.read())) {
      // Descriptions of columns.
    }
    List<List<String>> rows = new ArrayList<>();
    for (byte[] packet = channel.read(); !isEnd(packet); packet = channel.read()) {
      checkError(packet);
      rows.add(List.of(new ResultSetRowPacket(packet).getValues()));
    }
    return rows;
  }

  private static boolean isEnd(byte[] packet) {
    return (packet[0] & BYTE) == END;
  }
}
