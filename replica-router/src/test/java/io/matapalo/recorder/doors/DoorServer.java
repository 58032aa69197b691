package io.matapalo.recorder.doors;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A server for the doors alone, with a connection that asks for its counters. Confined to a thread.
 */
final class DoorServer implements AutoCloseable {

  private static final List<String> QUIET =
      List.of("useLocalSessionState=true", "useBulkStmts=false", "rewriteBatchedStatements=false");

  private final MariaDb server;
  private final Connection asking;
  private final ServerCounts counts;

  private DoorServer(MariaDb server, Connection asking) {
    this.server = server;
    this.asking = asking;
    this.counts = new ServerCounts(asking);
  }

  static DoorServer start(Path folder) throws SQLException {
    MariaDb server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("shop");
    Connection asking =
        DriverManager.getConnection(server.jdbcUrl("shop"), server.user(), server.password());
    DoorServer started = new DoorServer(server, asking);
    started.run("create procedure nothing(in n int) begin end");
    started.run("create sequence numbers");
    started.run("create procedure two() begin select 1; select 2; end");
    return started;
  }

  /** The table as doors expect it. */
  void fill() throws SQLException {
    run("drop table if exists book");
    run("create table book (id int primary key auto_increment, name varchar(40))");
    run("insert into book values (1, 'a'), (2, 'b'), (3, 'c')");
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = asking.createStatement()) {
      statement.execute(sql);
    }
  }

  ServerCounts counts() {
    return counts;
  }

  String user() {
    return server.user();
  }

  String password() {
    return server.password();
  }

  /**
   * Without {@code jdbc:}. The drivers ask little for themselves and leave batches as they are,
   * unless {@code settings} want it otherwise.
   */
  String url(String vendor, String settings) {
    String ssl = vendor.equals("mariadb") ? "disable" : "DISABLED&allowPublicKeyRetrieval=true";
    StringBuilder url = new StringBuilder(vendor);
    url.append("://127.0.0.1:").append(server.port()).append("/shop?sslMode=").append(ssl);
    for (String quiet : QUIET) {
      boolean isSet = settings.contains(quiet.substring(0, quiet.indexOf('=')));
      url.append(isSet ? "" : "&" + quiet);
    }
    return url.append(settings).toString();
  }

  @Override
  public void close() throws SQLException {
    asking.close();
    server.close();
  }
}
