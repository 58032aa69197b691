package io.matapalo.perf.launcher.trace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What a recorder knows of one operation, in the words of its JSON; what an older recorder does not
 * tell is 0. Immutable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TracedOperation(
    String operation,
    long requests,
    Map<String, Long> statements,
    long commits,
    long rollbacks,
    long rowsRead,
    long rowsWritten,
    long databaseNanos,
    long elapsedNanos,
    long connections,
    long connectionsBorrowed,
    long connectionWaitNanos,
    long distinctDigests,
    long duplicates,
    long nPlusOne,
    long units,
    long unitsWithSites,
    List<Digest> digests,
    long digestsDropped) {

  TracedOperation {
    if (operation == null || operation.isEmpty()) {
      throw new IllegalArgumentException("an operation has no name");
    }
    statements = statements == null ? Map.of() : Map.copyOf(statements);
    digests = digests == null ? List.of() : List.copyOf(digests);
  }

  /** One statement without its values. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Digest(
      String digest,
      String verb,
      String sql,
      long executions,
      long duplicates,
      long nPlusOne,
      long rows,
      long nanos,
      List<Site> sites) {
    Digest {
      sites = sites == null ? List.of() : List.copyOf(sites);
    }
  }

  /** Where in the application it came from. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Site(String site, long executions, long duplicates, long nPlusOne) {}

  long statements(String verb) {
    return statements.getOrDefault(verb, 0L);
  }

  /** What averages are by: requests; outside requests, the recorder's units of work. */
  long divisor() {
    return Math.max(1, requests > 0 ? requests : units);
  }

  /** N+1 can be known only where call sites were looked at; an older recorder does not say. */
  long nPlusOneDivisor() {
    return unitsWithSites > 0 ? unitsWithSites : divisor();
  }

  /** Statements in all, since the start of the recorder. */
  long allStatements() {
    return statements.values().stream().mapToLong(Long::longValue).sum();
  }
}
