package io.matapalo.recorder;

import io.matapalo.jvm.LogNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;

/**
 * The recorder's settings, from system properties. Immutable.
 *
 * @param application prefixes of the class names that are application code; empty: all that is no
 *     framework's
 * @param sitesEvery call sites are looked at in every n-th request of an operation; 0: never
 * @param inherited how long after its end statements of a request's other threads count for it
 */
record RecorderSettings(List<String> application, int sitesEvery, Duration inherited) {

  static final String APPLICATION_PROPERTY = "matapalo.recorder.application";
  static final String SITES_PROPERTY = "matapalo.recorder.sites";
  static final String INHERITED_PROPERTY = "matapalo.recorder.inherited-ms";
  static final int DEFAULT_SITES_EVERY = 10;

  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);
  private static final RecorderSettings OF_THIS_JVM =
      parseOrDefault(
          System.getProperty(APPLICATION_PROPERTY, ""),
          System.getProperty(SITES_PROPERTY, ""),
          System.getProperty(INHERITED_PROPERTY, ""));

  RecorderSettings {
    application = List.copyOf(application);
  }

  static RecorderSettings ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** A wrong value is told and not used: it must not cost the application its database. */
  static RecorderSettings parseOrDefault(String application, String sites, String inherited) {
    try {
      return parse(application, sites, inherited);
    } catch (IllegalArgumentException e) {
      LOG.warning("the SQL recorder goes on with its default settings: " + e.getMessage());
      return parse("", "", "");
    }
  }

  static RecorderSettings parse(String application, String sites, String inheritedMillis) {
    List<String> prefixes =
        Arrays.stream(application.split("[,;\\s]+", -1)).filter(one -> !one.isBlank()).toList();
    return new RecorderSettings(
        prefixes,
        sitesEvery(sites.trim()),
        Duration.ofMillis(
            inheritedMillis.isBlank()
                ? 5_000
                : number(INHERITED_PROPERTY, inheritedMillis.trim(), 0, 600_000)));
  }

  private static int sitesEvery(String text) {
    if (text.isEmpty()) {
      return DEFAULT_SITES_EVERY;
    }
    return text.equals("off") ? 0 : number(SITES_PROPERTY, text, 1, 1_000_000);
  }

  private static int number(String property, String text, int least, int most) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    String also = property.equals(SITES_PROPERTY) ? "off or " : "";
    throw new IllegalArgumentException(
        "%s must be %s%d..%d, was '%s'".formatted(property, also, least, most, text));
  }
}
