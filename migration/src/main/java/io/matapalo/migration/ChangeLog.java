package io.matapalo.migration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.RanChangeSet;
import liquibase.database.DatabaseList;
import liquibase.exception.LiquibaseException;

/**
 * One change log and what its database has of it. The database notes the change sets of all change
 * logs in one table; only those of this one count here. Names are {@code file::id::author}.
 * Confined to one run.
 */
final class ChangeLog {

  private final Liquibase liquibase;
  private final Set<String> own = new LinkedHashSet<>();

  ChangeLog(Liquibase liquibase) throws LiquibaseException {
    this.liquibase = liquibase;
    liquibase.getDatabaseChangeLog().getChangeSets().forEach(one -> own.add(name(one)));
  }

  /** What the database has of this change log, in the order of its application. */
  List<String> applied() throws LiquibaseException {
    return ran().stream().map(ChangeLog::name).filter(own::contains).toList();
  }

  /** What is meant for this kind of database and not applied. */
  List<String> pending() throws LiquibaseException {
    // Liquibase's own list of what has not run is one it remembers: stale after a rollback.
    List<String> applied = applied();
    return liquibase.getDatabaseChangeLog().getChangeSets().stream()
        .filter(this::isForDatabase)
        .map(ChangeLog::name)
        .filter(name -> !applied.contains(name))
        .toList();
  }

  /** What an update that changed {@code changed} has left out, with the reason. */
  List<String> skipped(List<String> changed) throws LiquibaseException {
    List<String> skipped = new ArrayList<>();
    for (RanChangeSet one : ran()) {
      if (one.getExecType() == ExecType.MARK_RAN && changed.contains(name(one))) {
        skipped.add(name(one) + ": its precondition does not hold, so it was noted as run");
      }
    }
    for (ChangeSet one : liquibase.getDatabaseChangeLog().getChangeSets()) {
      if (!isForDatabase(one)) {
        skipped.add(
            "%s: it is for %s, and the database is %s"
                .formatted(
                    name(one),
                    String.join(", ", one.getDbmsSet()),
                    liquibase.getDatabase().getShortName()));
      }
    }
    pending().forEach(name -> skipped.add(name + ": its precondition does not hold"));
    return skipped;
  }

  private boolean isForDatabase(ChangeSet one) {
    return DatabaseList.definitionMatches(one.getDbmsSet(), liquibase.getDatabase(), true);
  }

  private List<RanChangeSet> ran() throws LiquibaseException {
    return liquibase.getDatabase().getRanChangeSetList();
  }

  private static String name(ChangeSet one) {
    return one.getFilePath() + "::" + one.getId() + "::" + one.getAuthor();
  }

  private static String name(RanChangeSet one) {
    return one.getChangeLog() + "::" + one.getId() + "::" + one.getAuthor();
  }
}
