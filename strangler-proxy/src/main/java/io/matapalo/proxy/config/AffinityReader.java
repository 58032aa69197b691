package io.matapalo.proxy.config;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.placement.AddressForm;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.stickiness.AffinitySettings;
import io.matapalo.proxy.stickiness.AffinitySettings.Mode;
import io.matapalo.proxy.stickiness.KeySource;
import io.matapalo.proxy.stickiness.RouteCookie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the keys of {@code clusters.NAME.affinity} to {@link AffinitySettings}. */
final class AffinityReader {

  private static final int MOST_HAPROXY_WEIGHT = 256;
  private static final int MOST_SESSIONS = 10_000_000;

  private AffinityReader() {}

  static AffinitySettings read(
      String cluster, Section section, List<Instance> instances, Path folder) {
    Section affinity = section.section("affinity");
    Mode mode = mode(affinity);
    requireWeights(mode, cluster, instances);
    List<KeySource> key = affinity.sections("key").stream().map(AffinityReader::source).toList();
    int maxLoad = affinity.integer("max-load", 100, 1000, 0);
    if (mode != Mode.IP_HASH && (!key.isEmpty() || maxLoad > 0)) {
      throw new ConfigException(
          "%s and max-load need mode ip-hash, mode was %s; remove them or change the mode"
              .formatted(affinity.path("key"), mode.label()));
    }
    AddressForm form =
        affinity.flag("ipv4-as-ipv6", false) ? AddressForm.MAPPED : AddressForm.NATIVE;
    AffinitySettings settings =
        new AffinitySettings(
            mode,
            key,
            maxLoad,
            form,
            ids(section),
            sessions(affinity, routes(section)),
            cookie(cluster, affinity, folder));
    affinity.refuseOtherKeys();
    return settings;
  }

  private static Mode mode(Section affinity) {
    String text = affinity.text("mode", Mode.IP_HASH.label());
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                "%s must be one of %s, was %s"
                    .formatted(
                        affinity.path("mode"),
                        Arrays.stream(Mode.values()).map(Mode::label).toList(),
                        text)));
  }

  private static void requireWeights(Mode mode, String cluster, List<Instance> instances) {
    boolean ofHaproxy = mode == Mode.HAPROXY_SOURCE || mode == Mode.HAPROXY_CONSISTENT;
    for (Instance instance : instances) {
      if (ofHaproxy && instance.weight() > MOST_HAPROXY_WEIGHT) {
        throw new ConfigException(
            "clusters.%s.instances: weights must be 0..%d with %s, as in HAProxy, was %d for %s"
                .formatted(
                    cluster,
                    MOST_HAPROXY_WEIGHT,
                    mode.label(),
                    instance.weight(),
                    instance.name()));
      }
    }
  }

  private static KeySource source(Section section) {
    Optional<String> header = section.optionalText("header");
    Optional<String> cookie = section.optionalText("cookie");
    Optional<String> query = section.optionalText("query");
    Optional<String> soapHeader = section.optionalText("soap-header");
    section.refuseOtherKeys();
    List<KeySource> given =
        List.of(
                header.<KeySource>map(KeySource.Header::new),
                cookie.<KeySource>map(KeySource.Cookie::new),
                query.<KeySource>map(KeySource.Query::new),
                soapHeader.map(text -> soapHeader(section, text)))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    if (given.size() != 1) {
      throw new ConfigException(
          "%s: an entry must have one of header, cookie, query and soap-header, had %d of them"
              .formatted(section.path("header"), given.size()));
    }
    return given.getFirst();
  }

  private static KeySource soapHeader(Section section, String text) {
    try {
      return new KeySource.SoapHeader(QualifiedName.parse(text));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(section.path("soap-header"), e.getMessage()), e);
    }
  }

  private static Map<String, Integer> ids(Section cluster) {
    Map<String, Integer> ids = new HashMap<>();
    for (Section instance : cluster.sections("instances")) {
      int id = instance.integer("id", 0, 100_000, 0);
      if (id > 0 && ids.containsValue(id)) {
        throw new ConfigException(
            "%s must be unique in the cluster, was twice: %d".formatted(instance.path("id"), id));
      }
      if (id > 0) {
        ids.put(instance.text("name"), id);
      }
    }
    return ids;
  }

  private static Map<String, String> routes(Section cluster) {
    Map<String, String> routes = new HashMap<>();
    for (Section instance : cluster.sections("instances")) {
      Optional<String> route = instance.optionalText("route");
      if (route.isPresent() && routes.put(route.get(), instance.text("name")) != null) {
        throw new ConfigException(
            "%s must be unique in the cluster, was twice: %s"
                .formatted(instance.path("route"), route.get()));
      }
    }
    return routes;
  }

  private static AffinitySettings.Sessions sessions(Section affinity, Map<String, String> routes) {
    AffinitySettings.Sessions standard = AffinitySettings.Sessions.defaults();
    return new AffinitySettings.Sessions(
        learned(affinity),
        routes,
        affinity.integer("max-sessions", 1, MOST_SESSIONS, standard.most()),
        affinity.duration(
            "session-idle", Duration.ofSeconds(1), Duration.ofDays(7), standard.idle()));
  }

  private static List<String> learned(Section affinity) {
    List<String> names = affinity.texts("learn");
    for (String name : names) {
      if (!RouteCookie.isName(name)) {
        throw new ConfigException(
            "%s must name cookies, such as JSESSIONID, was \"%s\""
                .formatted(affinity.path("learn"), name));
      }
    }
    return names;
  }

  private static Optional<RouteCookie> cookie(String cluster, Section affinity, Path folder) {
    Section section = affinity.section("cookie");
    Optional<String> file = section.optionalText("secret-file");
    String name = section.text("name", "MATAPALO_ROUTE");
    Duration age = section.duration("max-age", Duration.ZERO, Duration.ofDays(365), Duration.ZERO);
    RouteCookie.Reach reach =
        section.flag("secure", false) ? RouteCookie.Reach.TLS_ONLY : RouteCookie.Reach.ANY;
    section.refuseOtherKeys();
    if (file.isEmpty()) {
      if (!section.isEmpty()) {
        throw new ConfigException(
            section.path("secret-file")
                + " is missing, it must name a file with one secret a line");
      }
      return Optional.empty();
    }
    String key = section.path("secret-file");
    Optional<Duration> maxAge = age.isZero() ? Optional.empty() : Optional.of(age);
    try {
      return Optional.of(
          new RouteCookie(cluster, name, secrets(key, folder.resolve(file.get())), maxAge, reach));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(key, e.getMessage()), e);
    }
  }

  private static List<String> secrets(String key, Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read: %s; write one secret a line into it".formatted(key, e), e);
    }
  }
}
