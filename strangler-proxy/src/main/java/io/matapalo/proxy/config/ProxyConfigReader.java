package io.matapalo.proxy.config;

import io.matapalo.proxy.affinity.AddressRange;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.catalogue.Handling;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.catalogue.Priority;
import io.matapalo.proxy.catalogue.Sign;
import io.matapalo.proxy.soap.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the keys of {@code proxy.yaml} to a {@link ProxyConfig}. */
final class ProxyConfigReader {

  private static final Pattern UPGRADE = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private ProxyConfigReader() {}

  static ProxyConfig read(byte[] content, @Nullable Path folder) {
    Section root = YamlFile.parse(content);
    Path base = folder == null ? Path.of("") : folder;
    ProxyConfig.Listener listener = listener(root, base);
    Path cutover = Path.of(root.text("cutover-file", "cutover.yaml"));
    Section limits = root.section("limits");
    Section timeouts = root.section("timeouts");
    ProxyConfig config =
        new ProxyConfig(
            listener,
            base.resolve(cutover),
            clusters(root.section("clusters"), base),
            root.text("default-cluster", "legacy"),
            catalogue(root),
            Limits.from(limits),
            Timeouts.from(timeouts),
            observation(root, base));
    limits.refuseOtherKeys();
    timeouts.refuseOtherKeys();
    root.refuseOtherKeys();
    return config;
  }

  private static ProxyConfig.Listener listener(Section root, Path base) {
    int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    List<AddressRange> trusted =
        root.texts("trusted-proxies").stream()
            .map(text -> valid(root.path("trusted-proxies"), () -> AddressRange.parse(text)))
            .toList();
    return new ProxyConfig.Listener(
        root.text("listen-host", "127.0.0.1"),
        root.integer("listen-port", 0, 65535, 8080),
        root.integer("io-threads", 1, 256, processors),
        root.text("admin-prefix", "/matapalo/"),
        trusted,
        root.flag("expose-decision", false),
        root.flag("count-sql", false),
        forwardedFields(root),
        preamble(root, trusted),
        new ProxyConfig.RequestPolicy(
            root.flag("reject-unusual-targets", false), root.flag("add-via", true), upgrades(root)),
        TlsReader.server(root, base));
  }

  /** HTTP/2 within a tunnel would be requests that the proxy does not see. */
  private static Set<String> upgrades(Section root) {
    Set<String> names = new LinkedHashSet<>();
    for (String text : root.texts("upgrades")) {
      String name = text.toLowerCase(Locale.ROOT);
      if (!UPGRADE.matcher(name).matches() || name.startsWith("h2")) {
        throw new ConfigException(
            "upgrades must name protocols such as websocket, and never h2c, was " + text);
      }
      names.add(name);
    }
    return names;
  }

  private static TrustedProxies.Fields forwardedFields(Section root) {
    String text = root.text("forwarded-fields", "both");
    return switch (text) {
      case "both" -> TrustedProxies.Fields.BOTH;
      case "x-forwarded-for" -> TrustedProxies.Fields.X_FORWARDED_FOR;
      case "forwarded" -> TrustedProxies.Fields.FORWARDED;
      default ->
          throw new ConfigException(
              "forwarded-fields must be both, x-forwarded-for or forwarded, was " + text);
    };
  }

  private static ProxyConfig.Preamble preamble(Section root, List<AddressRange> trusted) {
    if (!root.flag("proxy-protocol", false)) {
      return ProxyConfig.Preamble.NONE;
    }
    if (trusted.isEmpty()) {
      throw new ConfigException(
          "proxy-protocol must be false while trusted-proxies is empty, was true;"
              + " name the load balancers there");
    }
    return ProxyConfig.Preamble.PROXY_PROTOCOL;
  }

  private static ProxyConfig.Observation observation(Section root, Path base) {
    Section admin = root.section("admin");
    int port = admin.integer("port", 0, 65535, -1);
    Optional<ProxyConfig.Admin> opened =
        port < 0
            ? Optional.empty()
            : Optional.of(new ProxyConfig.Admin(port, base.resolve(admin.text("token-file"))));
    admin.refuseOtherKeys();
    Section log = root.section("access-log");
    Optional<Path> file = log.optionalText("file").map(base::resolve);
    log.refuseOtherKeys();
    return new ProxyConfig.Observation(opened, file);
  }

  private static Map<String, ClusterConfig> clusters(Section section, Path folder) {
    Map<String, ClusterConfig> clusters = new LinkedHashMap<>();
    section
        .children()
        .forEach((name, child) -> {
          clusters.put(
              name, valid(child.path("url"), () -> ClusterConfig.from(name, child, folder)));
          child.refuseOtherKeys();
        });
    return clusters;
  }

  private static OperationCatalogue catalogue(Section root) {
    List<Operation> operations =
        root.sections("operations").stream().map(ProxyConfigReader::operation).toList();
    return valid("operations", () -> OperationCatalogue.of(operations));
  }

  private static Operation operation(Section section) {
    String name = section.text("name");
    String path = section.text("path");
    Sign sign = sign(section);
    OperationClass operationClass = operationClass(section);
    Duration timeout =
        section.duration(
            "timeout", Duration.ofMillis(10), Duration.ofHours(1), Duration.ofSeconds(30));
    String legacy = section.text("legacy", "legacy");
    Optional<String> fast = section.optionalText("fast");
    Handling handling = handling(section);
    section.refuseOtherKeys();
    return valid(
        section.path("path"),
        () -> new Operation(name, path, sign, operationClass, timeout, legacy, fast, handling));
  }

  private static Handling handling(Section section) {
    int standard = 0;
    int status =
        section.integer("fault-status", Handling.FAULT_STATUS, Handling.FAULT_STATUS, standard);
    boolean isBound = section.flag("connection-bound", false);
    boolean isStream = section.flag("stream", false);
    Optional<String> repeatable = section.optionalText("repeatable-fault");
    Priority priority = priority(section);
    boolean isSingleFlight = section.flag("single-flight", false);
    return valid(
        section.path("repeatable-fault"),
        () ->
            new Handling(
                status == standard ? OptionalInt.empty() : OptionalInt.of(status),
                isBound,
                isStream,
                repeatable,
                priority,
                isSingleFlight));
  }

  private static Priority priority(Section section) {
    String text = section.text("priority", "normal");
    return switch (text) {
      case "high" -> Priority.HIGH;
      case "normal" -> Priority.NORMAL;
      case "low" -> Priority.LOW;
      default ->
          throw new ConfigException(
              "%s must be high, normal or low, was %s"
                  .formatted(section.path("priority"), text.toLowerCase(Locale.ROOT)));
    };
  }

  private static Sign sign(Section section) {
    Optional<QualifiedName> element =
        section
            .optionalText("element")
            .map(text -> valid(section.path("element"), () -> QualifiedName.parse(text)));
    Optional<String> action = section.optionalText("soap-action");
    Optional<String> method = section.optionalText("method");
    if (method.isPresent()) {
      if (element.isPresent() || action.isPresent()) {
        throw new ConfigException(
            section.path("method") + " cannot stand beside element or soap-action: SOAP is POST");
      }
      return valid(section.path("method"), () -> new Sign.Method(method.get()));
    }
    if (element.isPresent()) {
      return new Sign.Element(element.get(), action);
    }
    return new Sign.Action(
        action.orElseThrow(() ->
            new ConfigException(
                "%s is missing, the entry can match nothing; give element, or soap-action for an"
                        .formatted(section.path("element"))
                    + " empty Body, or method for a request that is no SOAP")));
  }

  private static OperationClass operationClass(Section section) {
    String text = section.text("class");
    return switch (text) {
      case "read" -> OperationClass.READ;
      case "idempotent" -> OperationClass.IDEMPOTENT;
      case "unsafe" -> OperationClass.UNSAFE;
      default ->
          throw new ConfigException(
              "%s must be read, idempotent or unsafe, was %s"
                  .formatted(section.path("class"), text.toLowerCase(Locale.ROOT)));
    };
  }

  private static <T> T valid(String key, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(key, e.getMessage()), e);
    }
  }
}
