package io.matapalo.recorder.reports;

import io.matapalo.recorder.counting.LoggedStatement;
import io.matapalo.recorder.counting.UnitOfWork;
import java.util.List;
import java.util.Optional;

/** Writes the statements of one unit of work as JSON. Stateless. */
public final class StatementsJson {

  private StatementsJson() {}

  public static String of(String operation, Optional<UnitOfWork> unit) {
    StringBuilder json = new StringBuilder("{");
    JsonText.field("operation", operation, json).append(",\"statements\":[");
    String between = "";
    for (LoggedStatement statement : unit.map(UnitOfWork::log).orElse(List.of())) {
      write(statement, json.append(between));
      between = ",";
    }
    json.append("],");
    JsonText.field("notListed", unit.map(UnitOfWork::notLogged).orElse(0L), json);
    return json.append('}').toString();
  }

  private static void write(LoggedStatement statement, StringBuilder json) {
    json.append('{');
    JsonText.field("offsetNanos", statement.number(LoggedStatement.OFFSET_NANOS), json);
    JsonText.field("thread", statement.thread(), json.append(','));
    JsonText.field("verb", statement.verb(), json.append(','));
    JsonText.field("digest", statement.digest(), json.append(','));
    JsonText.field("sql", statement.sql(), json.append(','));
    JsonText.field("values", statement.valuesHash(), json.append(','));
    JsonText.field("rows", statement.number(LoggedStatement.ROWS), json.append(','));
    JsonText.field("nanos", statement.nanos(), json.append(','));
    JsonText.field("site", statement.site(), json.append(','));
    json.append('}');
  }
}
