package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.testkit.MeasuredOn;
import java.util.LinkedHashMap;
import java.util.Map;

/** On what a run was measured. Confined to the main thread. */
record RunEnvironment(Platform platform, RunningStack stack, RunNames names) {
  private static final String UNKNOWN = "unknown";

  Map<String, Object> describe() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("run", names.runId());
    facts.put("endedAt", platform.wallClock().instant().toString());
    facts.put("command", "matapalo " + platform.commandLine());
    facts.put("seed", names.seed());
    facts.put("size", stack.placeholders().find("size").orElse(UNKNOWN));
    facts.putAll(MeasuredOn.facts(platform.root()));
    facts.put("database", stack.placeholders().find("mariadb.origin").orElse(UNKNOWN));
    facts.put("databaseNetwork", databaseNetwork());
    facts.put("redis", stack.placeholders().find("redis.origin").orElse(UNKNOWN));
    facts.put("memcached", stack.placeholders().find("memcached.origin").orElse(UNKNOWN));
    return facts;
  }

  /**
   * Belongs into every title: numbers with and without a relay must never be taken for each other.
   */
  String databaseNetwork() {
    return stack.placeholders().find("mariadb.network").orElse("no database of the stack");
  }
}
