package io.matapalo.perf.launcher.stack;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values for <code>${name}</code> in a stack file. Some are known only once a server runs, so texts
 * are resolved late. Thread-safe.
 */
public final class Placeholders {
  private static final Pattern NAME = Pattern.compile("\\$\\{([a-z][a-z0-9.-]*)}");

  private final Map<String, String> values = new ConcurrentHashMap<>();

  /** Makes {@code name} known. */
  public void put(String name, String value) {
    values.put(name, value);
  }

  /** The value of one name, if it is known. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The text with every placeholder replaced; one that is not known is an error naming them all.
   */
  public String resolve(String text) {
    Matcher matcher = NAME.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      if (value == null) {
        throw new StackException(
            "placeholder ${%s} is not known; known are %s"
                .formatted(matcher.group(1), new TreeSet<>(values.keySet())));
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(resolved).toString();
  }
}
