package io.matapalo.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.matapalo.proxy.config.ConfigFile.Change;
import java.util.List;
import java.util.regex.Pattern;

/** What a reload of the configuration did. Immutable. */
public sealed interface ReloadReport {

  /**
   * The file was valid, and what can change while the proxy runs is in force.
   *
   * @param applied keys that differ from before, and are in force
   * @param needRestart keys that differ, and are not: what they set is fixed at the start
   */
  record Applied(List<Change> applied, List<Change> needRestart) implements ReloadReport {

    private static final Pattern FIXED =
        Pattern.compile(
            "listen-host|listen-port|io-threads|admin\\..*|access-log\\..*"
                + "|timeouts\\.(head|keep-alive|warm-up)"
                + "|limits\\.max-(headers|header-bytes|client-connections)");

    public Applied {
      applied = List.copyOf(applied);
      needRestart = List.copyOf(needRestart);
    }

    static Applied of(List<Change> changes) {
      return new Applied(
          changes.stream().filter(change -> !isFixed(change)).toList(),
          changes.stream().filter(Applied::isFixed).toList());
    }

    private static boolean isFixed(Change change) {
      return FIXED.matcher(change.key()).matches();
    }
  }

  /** As the admin port tells it. */
  default String toJson() {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    switch (this) {
      case Applied(List<Change> applied, List<Change> needRestart) -> {
        tell(told.putArray("applied"), applied);
        tell(told.putArray("need-restart"), needRestart);
      }
      case Refused(String reason) -> told.put("refused", reason);
    }
    return told.toString();
  }

  private static void tell(ArrayNode list, List<Change> changes) {
    changes.forEach(change ->
        list.addObject()
            .put("key", change.key())
            .put("before", change.before())
            .put("after", change.after()));
  }

  /** The file cannot be used; what was in force stays. */
  record Refused(String reason) implements ReloadReport {}
}
