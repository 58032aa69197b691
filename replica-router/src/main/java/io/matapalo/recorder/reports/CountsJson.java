package io.matapalo.recorder.reports;

import io.matapalo.recorder.counting.DigestCounts;
import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.digest.Verb;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Writes the totals of all operations as JSON. Stateless. */
public final class CountsJson {

  static final int VERSION = 2;

  private CountsJson() {}

  public static String of(Map<String, OperationTotals> byName) {
    StringBuilder json = new StringBuilder("{");
    JsonText.field("version", VERSION, json).append(",\"operations\":[");
    String between = "";
    for (Map.Entry<String, OperationTotals> operation : byName.entrySet()) {
      json.append(between);
      write(operation.getKey(), operation.getValue(), json);
      between = ",";
    }
    return json.append("]}").toString();
  }

  private static void write(String name, OperationTotals totals, StringBuilder json) {
    OperationCounts counts = totals.counts();
    json.append('{');
    JsonText.field("operation", name, json).append(',');
    JsonText.field("requests", counts.requests(), json).append(",\"statements\":{");
    String between = "";
    for (Verb verb : Verb.values()) {
      JsonText.field(verb.key(), counts.statements(verb), json.append(between));
      between = ",";
    }
    json.append('}');
    cell("commits", OperationCounts.COMMITS, counts, json);
    cell("rollbacks", OperationCounts.ROLLBACKS, counts, json);
    cell("failed", OperationCounts.FAILED, counts, json);
    cell("rowsRead", OperationCounts.ROWS_READ, counts, json);
    cell("rowsWritten", OperationCounts.ROWS_WRITTEN, counts, json);
    cell("databaseNanos", OperationCounts.DATABASE_NANOS, counts, json);
    cell("elapsedNanos", OperationCounts.ELAPSED_NANOS, counts, json);
    cell("connections", OperationCounts.CONNECTIONS, counts, json);
    cell("connectNanos", OperationCounts.CONNECT_NANOS, counts, json);
    cell("connectionsBorrowed", OperationCounts.BORROWED, counts, json);
    cell("connectionWaitNanos", OperationCounts.WAIT_NANOS, counts, json);
    JsonText.field("distinctDigests", totals.digests().size(), json.append(','));
    cell("duplicates", OperationCounts.DUPLICATES, counts, json);
    cell("nPlusOne", OperationCounts.N_PLUS_ONE, counts, json);
    cell("units", OperationCounts.BEGUN, counts, json);
    cell("unitsWithSites", OperationCounts.WITH_SITES, counts, json);
    cell("notCompared", OperationCounts.NOT_COMPARED, counts, json);
    digests(totals, json.append(",\"digests\":["));
    json.append(']');
    cell("digestsDropped", OperationCounts.DIGESTS_DROPPED, counts, json);
    json.append('}');
  }

  private static void cell(String name, int cell, OperationCounts counts, StringBuilder json) {
    JsonText.field(name, counts.get(cell), json.append(','));
  }

  private static void digests(OperationTotals totals, StringBuilder json) {
    List<DigestCounts> digests =
        totals.digests().values().stream()
            .map(DigestCounts::new)
            .sorted(
                Comparator.comparingLong(CountsJson::executions)
                    .reversed()
                    .thenComparing(DigestCounts::id))
            .toList();
    String between = "";
    for (DigestCounts digest : digests) {
      write(digest, json.append(between));
      between = ",";
    }
  }

  private static long executions(DigestCounts digest) {
    return digest.cells().get(DigestCounts.EXECUTIONS);
  }

  private static void write(DigestCounts digest, StringBuilder json) {
    AtomicLongArray cells = digest.cells();
    json.append('{');
    JsonText.field("digest", digest.id(), json).append(',');
    JsonText.field("verb", digest.verb(), json).append(',');
    JsonText.field("sql", digest.sql(), json);
    repeats(cells, json);
    JsonText.field("rows", cells.get(DigestCounts.ROWS), json.append(','));
    JsonText.field("nanos", cells.get(DigestCounts.NANOS), json.append(','));
    json.append(",\"sites\":[");
    String between = "";
    for (Map.Entry<String, AtomicLongArray> site : new TreeMap<>(digest.sites()).entrySet()) {
      JsonText.field("site", site.getKey(), json.append(between).append('{'));
      repeats(site.getValue(), json);
      json.append('}');
      between = ",";
    }
    json.append("]}");
  }

  private static void repeats(AtomicLongArray cells, StringBuilder json) {
    JsonText.field("executions", cells.get(DigestCounts.EXECUTIONS), json.append(','));
    JsonText.field("duplicates", cells.get(DigestCounts.DUPLICATES), json.append(','));
    JsonText.field("nPlusOne", cells.get(DigestCounts.N_PLUS_ONE), json.append(','));
  }
}
