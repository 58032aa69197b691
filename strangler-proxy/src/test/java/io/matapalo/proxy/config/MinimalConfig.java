package io.matapalo.proxy.config;

import java.util.regex.Matcher;

/** The shortest configuration that is whole, and what tests change of it. */
final class MinimalConfig {

  static final String YAML =
      """
      clusters:
        legacy:
          instances:
            - {name: one, url: "http://127.0.0.1:8081"}
      operations:
        - name: buy
          path: /shop
          element: "{urn:shop}buy"
          class: unsafe
      """;

  private MinimalConfig() {}

  /** With this line among the settings of the cluster {@code legacy}. */
  static String withinLegacy(String line) {
    return YAML.replace("    instances:", "    " + line + "\n    instances:");
  }

  /** The configuration with these instances, as a list in braces, in the place of the one. */
  static String withInstances(String yaml, String instances) {
    return yaml.replaceFirst(
        "instances:\n +- .*\n", Matcher.quoteReplacement("instances: [" + instances + "]\n"));
  }
}
