package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.stack.RunningStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads every child process of this one, by its name in the stack file or else its program's, and
 * the status {@code Handler_read_*} of the stack's MariaDB. Confined to one thread.
 */
public final class StackMeter implements Meter, AutoCloseable {
  private static final String ROWS = "SHOW GLOBAL STATUS LIKE 'Handler\\_read\\_%'";

  private final RunningStack stack;
  private final Connection database;
  private final CompilerThreads compilers = new CompilerThreads();
  private final long rowsOfOneReading;
  private long readings;

  private StackMeter(RunningStack stack, Connection database) throws SQLException {
    this.stack = stack;
    this.database = database;
    handlerReads();
    long before = handlerReads();
    this.rowsOfOneReading = handlerReads() - before;
    this.readings = 0;
  }

  /** A meter with a connection of its own, past every relay and router. */
  public static StackMeter of(RunningStack stack) {
    try {
      String url = stack.placeholders().resolve("${mariadb.url}");
      String user = stack.placeholders().resolve("${mariadb.user}");
      String password = stack.placeholders().resolve("${mariadb.password}");
      return new StackMeter(stack, DriverManager.getConnection(url, user, password));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public MeterReading read() {
    try {
      long rows = handlerReads() - readings * rowsOfOneReading;
      readings++;
      return new MeterReading(cpu(), rows);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private Map<String, Duration> cpu() {
    Map<String, Duration> times = new HashMap<>();
    ProcessHandle.current()
        .descendants()
        .forEach(process ->
            process.info().totalCpuDuration().ifPresent(time -> add(times, process, time)));
    return times;
  }

  private void add(Map<String, Duration> times, ProcessHandle process, Duration time) {
    String name = stack.processes().getOrDefault(process.pid(), program(process));
    Duration compiling = compilers.of(process.pid());
    times.merge(name, time.minus(compiling), Duration::plus);
    times.merge(MeterReading.compilersOf(name), compiling, Duration::plus);
  }

  private static String program(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> String.valueOf(Path.of(command).getFileName()))
        .orElse("ended");
  }

  private long handlerReads() throws SQLException {
    long rows = 0;
    try (Statement statement = database.createStatement();
        ResultSet status = statement.executeQuery(ROWS)) {
      while (status.next()) {
        rows += status.getLong(2);
      }
    }
    return rows;
  }

  private static DemoException unreadable(SQLException e) {
    return new DemoException("the database's status cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
