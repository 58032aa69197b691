package io.matapalo.migration;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.changelog.FastCheckService;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.exception.MigrationFailedException;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Applies a folder of Liquibase change logs to a database, tells where it stands, and takes change
 * sets back. Knows nothing of any one schema. Immutable and thread-safe; two runs on one database
 * exclude each other by Liquibase's lock table. Each run opens one connection and closes it.
 */
public final class Migrator {

  /**
   * How long one statement may take before the connection is given up; a backfill is long, not
   * endless.
   */
  private static final Duration STATEMENT_TIMEOUT = Duration.ofHours(2);

  private static final int LOCK_WAIT_MINUTES = 2;

  private static final Pattern FAILED_CHANGE_SET =
      Pattern.compile("changeset (\\S+::.+::[^:\\s]+)");

  private final DatabaseAddress address;
  private final Path folder;
  private final String rootFile;

  private Migrator(DatabaseAddress address, Path folder, String rootFile) {
    this.address = address;
    this.folder = folder;
    this.rootFile = rootFile;
  }

  /**
   * Plans runs of one change log against one database; connects to nothing yet.
   *
   * @param changelog the root file; what it includes is looked up from its folder
   * @throws MigrationException if there is no such file
   */
  public static Migrator plan(DatabaseAddress address, Path changelog) {
    Path file = changelog.toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw new MigrationException(
          "no change log at " + changelog + ", give the path of its root file");
    }
    Path name = file.getFileName();
    Path parent = file.getParent();
    if (name == null || parent == null) {
      throw new MigrationException("the change log " + changelog + " must be a file in a folder");
    }
    return new Migrator(address, parent, name.toString());
  }

  /**
   * Runs one step; blocks until it is done.
   *
   * @throws MigrationException if the database cannot be reached, the change log cannot be read, or
   *     a change set fails
   */
  public Outcome run(Step step) {
    try (Connection connection = connect()) {
      // Reads files as it is asked to and holds none open, so there is nothing to close.
      DirectoryResourceAccessor resources = new DirectoryResourceAccessor(folder);
      return Scope.child(quietly(), () -> run(step, connection, resources));
    } catch (MigrationException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw new MigrationException("the folder " + folder + " cannot be read", e);
    } catch (LiquibaseException | SQLException e) {
      throw failed(step, e);
    } catch (Exception e) {
      // Liquibase's scope and resources declare Exception; nothing else gets here.
      throw failed(step, e);
    }
  }

  private Outcome run(Step step, Connection connection, DirectoryResourceAccessor resources)
      throws LiquibaseException {
    Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    try (Liquibase liquibase = new Liquibase(rootFile, resources, database)) {
      // An earlier run of this JVM may have left the note that there is nothing to do.
      Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
      liquibase.setShowSummary(UpdateSummaryEnum.OFF);
      // Refuses a broken change log before the first statement.
      liquibase.validate();
      ChangeLog changeLog = new ChangeLog(liquibase);
      List<String> before = changeLog.applied();
      switch (step) {
        case Step.Update _ -> liquibase.update(new Contexts(), new LabelExpression());
        case Step.Rollback rollback -> rollBack(liquibase, rollback.count(), changeLog);
        case Step.Status _ -> {}
      }
      List<String> after = changeLog.applied();
      List<String> changed = difference(before, after);
      List<String> skipped = step instanceof Step.Update ? changeLog.skipped(changed) : List.of();
      return new Outcome(changed, after, changeLog.pending(), skipped);
    }
  }

  /** Liquibase takes back fewer, without a word, where the change log has fewer applied. */
  private static void rollBack(Liquibase liquibase, int count, ChangeLog changeLog)
      throws LiquibaseException {
    List<String> before = changeLog.applied();
    if (count > before.size()) {
      throw new MigrationException(
          "cannot take back "
              + count
              + " change sets, only "
              + before.size()
              + " of this change log are applied; ask for fewer");
    }
    liquibase.rollback(count, new Contexts(), new LabelExpression());
    int takenBack = before.size() - changeLog.applied().size();
    if (takenBack != count) {
      throw new MigrationException(
          "took back %d change sets instead of %d; status tells what is left"
              .formatted(takenBack, count));
    }
  }

  private static List<String> difference(List<String> before, List<String> after) {
    List<String> more = new ArrayList<>(after);
    more.removeAll(before);
    List<String> less = new ArrayList<>(before);
    less.removeAll(after);
    more.addAll(less);
    return more;
  }

  private static Map<String, Object> quietly() {
    return Map.of(
        Scope.Attr.logService.name(),
        new Slf4jLogService(),
        Scope.Attr.ui.name(),
        new LoggerUIService(),
        AnalyticsArgs.ENABLED.getKey(),
        false,
        "liquibase.changelogLockWaitTimeInMinutes",
        LOCK_WAIT_MINUTES);
  }

  private Connection connect() {
    String millis = Long.toString(address.connectTimeout().toMillis());
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    // The second one bounds the greeting of a server that accepts and then says nothing.
    properties.setProperty("connectTimeout", millis);
    properties.setProperty("socketTimeout", millis);
    try {
      Connection connection = DriverManager.getConnection(address.url(), properties);
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(STATEMENT_TIMEOUT.toMillis()));
      return connection;
    } catch (SQLException e) {
      throw new MigrationException(
          "cannot connect to "
              + address.shortUrl()
              + " as "
              + address.user()
              + " within "
              + address.connectTimeout().toMillis()
              + " ms: "
              + firstLine(e)
              + "; check address, user and password",
          e);
    }
  }

  private MigrationException failed(Step step, Exception failure) {
    String name = step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new MigrationException(
        name
            + " of "
            + folder.resolve(rootFile)
            + " failed on "
            + address.shortUrl()
            + changeSet(failure)
            + ": "
            + firstLine(failure)
            + "; mend the cause and run it again, change sets that are applied stay applied",
        failure);
  }

  /** The change set that failed, if one did; Liquibase names it in a message only. */
  private static String changeSet(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof MigrationFailedException)) {
      cause = cause.getCause();
    }
    Matcher named =
        FAILED_CHANGE_SET.matcher(cause == null ? "" : String.valueOf(cause.getMessage()));
    return named.find() ? " in change set " + named.group(1) : "";
  }

  private String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    // Drivers like to repeat the URL they were given.
    return message
        .replace(address.url(), address.shortUrl())
        .lines()
        .findFirst()
        .orElse("no reason given")
        .strip();
  }
}
