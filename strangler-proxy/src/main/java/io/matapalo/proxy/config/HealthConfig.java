package io.matapalo.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How the health of the instances of one cluster is found out, and what follows from it.
 *
 * @param check the active check; absent by default
 * @param outliers when an instance is ejected for its answers
 * @param slowStart how long an instance that was added or has healed takes to its full share of
 *     clients, default 0
 */
public record HealthConfig(Optional<Check> check, Outliers outliers, Duration slowStart) {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** All defaults. */
  public static HealthConfig defaults() {
    return new HealthConfig(Optional.empty(), Outliers.defaults(), Duration.ZERO);
  }

  /** What a probe does at an instance. */
  public sealed interface Probe {

    /** Opens a connection. */
    record Tcp() implements Probe {}

    /**
     * Gets a path; passed by an answer below 400 that contains the text.
     *
     * @param expect empty for any content
     */
    record Http(String path, String expect) implements Probe {}

    /**
     * Calls an operation; passed by an answer with status 200 that contains the text.
     *
     * @param body the whole envelope
     * @param expect empty for any content
     */
    record Soap(String path, String action, String body, String expect) implements Probe {}
  }

  /**
   * An active check.
   *
   * @param interval between two probes of one instance, default 5s
   * @param timeout for one probe, default 2s
   * @param failures in a row that take the instance out, default 3
   * @param successes in a row that bring it back, default 2
   */
  public record Check(
      Probe probe, Duration interval, Duration timeout, int failures, int successes) {}

  /**
   * The limits of what an instance may answer. A failure is a status of 500 and above that is no
   * SOAP fault, a connection that ends without an answer, or a deadline that passes without one.
   *
   * @param failures in a row that eject the instance, default 5; 0 for any number
   * @param rate of failures that ejects it
   * @param ejection time of the first ejection, default 2s; it doubles with each in a row
   * @param maxEjection what the doubling ends at, default 60s
   * @param hangAfter time without a byte of an answer after which a request counts as a failure
   *     before its deadline, if the instance has answered nobody meanwhile; default 10s, 0 for none
   * @param panicThreshold percent of instances out of use above which all are used, default 80
   */
  public record Outliers(
      int failures,
      Rate rate,
      Duration ejection,
      Duration maxEjection,
      Duration hangAfter,
      int panicThreshold) {

    static Outliers defaults() {
      return new Outliers(
          5,
          new Rate(50, 20, Duration.ofSeconds(10)),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          80);
    }
  }

  /**
   * How many of the answers within an interval may be failures.
   *
   * @param percent default 50; 100 for any number
   * @param minRequests below which the rate says nothing, default 20
   * @param interval default 10s
   */
  public record Rate(int percent, int minRequests, Duration interval) {}

  static HealthConfig from(Section cluster) {
    return new HealthConfig(
        check(cluster.section("health-check")),
        outliers(cluster.section("outliers")),
        cluster.duration("slow-start", Duration.ZERO, LONGEST, Duration.ZERO));
  }

  private static Optional<Check> check(Section section) {
    Optional<String> kind = section.optionalText("kind");
    Optional<Check> check =
        kind.map(name ->
            new Check(
                probe(name, section),
                section.duration("interval", SHORTEST, LONGEST, Duration.ofSeconds(5)),
                section.duration("timeout", SHORTEST, LONGEST, Duration.ofSeconds(2)),
                section.integer("failures", 1, 100, 3),
                section.integer("successes", 1, 100, 2)));
    section.refuseOtherKeys();
    return check;
  }

  private static Probe probe(String kind, Section section) {
    String expect = section.text("expect", "");
    return switch (kind) {
      case "tcp" -> new Probe.Tcp();
      case "http" -> new Probe.Http(path(section, section.text("path", "/")), expect);
      case "soap" ->
          new Probe.Soap(
              path(section, section.text("path")),
              lineOf(section, "soap-action", section.text("soap-action", "")),
              section.text("body"),
              expect);
      default ->
          throw new ConfigException(
              "%s must be tcp, http or soap, was %s".formatted(section.path("kind"), kind));
    };
  }

  private static String path(Section section, String path) {
    if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new ConfigException(
          "%s must start with / and be without spaces, was %s"
              .formatted(section.path("path"), path));
    }
    return path;
  }

  private static String lineOf(Section section, String key, String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c > '~' || c == '"')) {
      throw new ConfigException(
          "%s must be one line without quotes, was %s".formatted(section.path(key), text));
    }
    return text;
  }

  private static Outliers outliers(Section section) {
    Outliers standard = Outliers.defaults();
    Outliers outliers =
        new Outliers(
            section.integer("failures", 0, 10_000, standard.failures),
            new Rate(
                section.integer("failure-percent", 1, 100, standard.rate.percent),
                section.integer("min-requests", 1, 1_000_000, standard.rate.minRequests),
                section.duration("interval", SHORTEST, LONGEST, standard.rate.interval)),
            section.duration("ejection", SHORTEST, LONGEST, standard.ejection),
            section.duration("max-ejection", SHORTEST, LONGEST, standard.maxEjection),
            section.duration("hang-after", Duration.ZERO, LONGEST, standard.hangAfter),
            section.integer("panic-threshold", 0, 100, standard.panicThreshold));
    section.refuseOtherKeys();
    return outliers;
  }
}
