package io.matapalo.proxy.admin;

import io.matapalo.proxy.exchange.OwnAnswer;
import io.matapalo.proxy.health.Members;
import io.matapalo.proxy.upstream.Cluster;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator can see and do while the proxy runs: state, metrics, the explanation of a
 * request, drain, weights, reload. Thread-safe; may block.
 */
public final class AdminDesk {

  private static final String JSON = "application/json";
  private static final OwnAnswer NOT_HERE =
      OwnAnswer.text(404, "There is nothing at this address.");
  private static final OwnAnswer DONE = OwnAnswer.text(200, "done");

  /** Names are matched as they stand; a name with a slash cannot be reached. */
  private static final Pattern INSTANCE =
      Pattern.compile("/clusters/([^/]+)/instances/([^/]+)/(drain|undrain|weight/(\\d{1,4}))");

  private final Supplier<View> view;
  private final Supplier<Reloaded> reload;

  /**
   * What is in force.
   *
   * @param state as JSON
   */
  public record View(
      Map<String, Cluster> clusters,
      Supplier<String> state,
      MetricsPage metrics,
      Explanation explanation) {}

  /**
   * What a reload did.
   *
   * @param isApplied whether the file could be used
   * @param json what changed, or why it cannot be used
   */
  public record Reloaded(boolean isApplied, String json) {}

  public AdminDesk(Supplier<View> view, Supplier<Reloaded> reload) {
    this.view = view;
    this.reload = reload;
  }

  OwnAnswer answer(String method, String path, String body) {
    return switch (method) {
      case "GET" -> shown(path);
      case "POST" -> done(path, body);
      default -> OwnAnswer.text(405, "The method is not allowed.");
    };
  }

  private OwnAnswer shown(String path) {
    return switch (path) {
      case "/state" -> new OwnAnswer(200, JSON, view.get().state().get());
      case "/metrics" -> new OwnAnswer(200, MetricsPage.TYPE, view.get().metrics().text());
      default -> NOT_HERE;
    };
  }

  private OwnAnswer done(String path, String body) {
    return switch (path) {
      case "/explain" -> explained(body);
      case "/reload" -> reloaded();
      default -> instance(path);
    };
  }

  private OwnAnswer explained(String body) {
    Optional<String> said = view.get().explanation().of(body);
    return said.map(json -> new OwnAnswer(200, JSON, json))
        .orElseGet(() ->
            OwnAnswer.text(400, "The body must be JSON with a path, and an address as client."));
  }

  private OwnAnswer reloaded() {
    Reloaded outcome = reload.get();
    return new OwnAnswer(outcome.isApplied() ? 200 : 422, JSON, outcome.json());
  }

  private OwnAnswer instance(String path) {
    Matcher matcher = INSTANCE.matcher(path);
    if (!matcher.matches()) {
      return NOT_HERE;
    }
    Cluster cluster = view.get().clusters().get(matcher.group(1));
    if (cluster == null) {
      return OwnAnswer.text(404, "There is no cluster of this name.");
    }
    return changed(cluster.members(), matcher);
  }

  private static OwnAnswer changed(Members members, Matcher path) {
    String name = path.group(2);
    if (path.group(4) == null) {
      boolean found = members.drain(name, path.group(3).equals("drain"));
      return found ? DONE : OwnAnswer.text(404, "There is no instance of this name.");
    }
    int weight = Integer.parseInt(path.group(4));
    if (weight > 1000) {
      return OwnAnswer.text(400, "The weight must be 0..1000.");
    }
    return members.weigh(name, weight)
        ? DONE
        : OwnAnswer.text(404, "There is no instance of this name.");
  }
}
