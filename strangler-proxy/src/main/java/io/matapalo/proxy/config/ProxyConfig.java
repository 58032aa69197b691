package io.matapalo.proxy.config;

import io.matapalo.proxy.affinity.AddressRange;
import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.tls.ServerTls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of the proxy. Immutable and valid: every cluster that is named exists.
 *
 * @param cutoverFile the table of operations; need not exist
 * @param defaultCluster answers whatever is not a known operation
 */
public record ProxyConfig(
    Listener listener,
    Path cutoverFile,
    Map<String, ClusterConfig> clusters,
    String defaultCluster,
    OperationCatalogue catalogue,
    Limits limits,
    Timeouts timeouts,
    Observation observation) {

  public ProxyConfig {
    clusters = Map.copyOf(clusters);
    requireCluster(clusters, "default-cluster", defaultCluster);
    for (Operation operation : catalogue.operations()) {
      String key = "operations[" + operation.name() + "]";
      if (operation.path().startsWith(listener.adminPrefix())) {
        throw new ConfigException(
            "%s.path must not begin with the admin-prefix %s, the proxy answers there itself, was %s"
                .formatted(key, listener.adminPrefix(), operation.path()));
      }
      requireCluster(clusters, key + ".legacy", operation.legacyCluster());
      if (operation.fastCluster().isPresent()) {
        requireCluster(clusters, key + ".fast", operation.fastCluster().get());
      }
    }
  }

  /**
   * Where and how the proxy meets its clients.
   *
   * @param host default 127.0.0.1
   * @param port 0 takes a free one; default 8080
   * @param ioThreads default: one a processor
   * @param adminPrefix paths of the proxy itself, default {@code /matapalo/}
   * @param trustedProxies whose X-Forwarded fields are believed; default nobody
   * @param exposeDecision whether answers say which side gave them; default no
   * @param countsSql whether upstreams are asked what each request did to the database; default no
   * @param forwardedFields which fields the trusted proxies write; default both
   * @param preamble whether trusted peers begin a connection with a PROXY header; default no
   * @param requests what is done to requests on their way
   * @param tls absent if clients speak plain HTTP, which is the default
   */
  public record Listener(
      String host,
      int port,
      int ioThreads,
      String adminPrefix,
      List<AddressRange> trustedProxies,
      boolean exposeDecision,
      boolean countsSql,
      TrustedProxies.Fields forwardedFields,
      Preamble preamble,
      RequestPolicy requests,
      Optional<ServerTls> tls) {

    public Listener {
      trustedProxies = List.copyOf(trustedProxies);
      if (!adminPrefix.startsWith("/") || !adminPrefix.endsWith("/") || adminPrefix.length() < 3) {
        throw new ConfigException(
            "admin-prefix must start and end with / and be more than that, was " + adminPrefix);
      }
    }

    /** Those whose word of the client is believed. */
    public TrustedProxies trusted() {
      return new TrustedProxies(trustedProxies, forwardedFields);
    }

    /** The same on another port. */
    public Listener onPort(int otherPort) {
      return new Listener(
          host,
          otherPort,
          ioThreads,
          adminPrefix,
          trustedProxies,
          exposeDecision,
          countsSql,
          forwardedFields,
          preamble,
          requests,
          tls);
    }
  }

  /** What a trusted peer sends before its first request. */
  public enum Preamble {
    NONE,
    PROXY_PROTOCOL
  }

  /**
   * How operators see the proxy.
   *
   * @param admin absent without an admin port, which is the default
   * @param accessLog the file; absent without an access log, which is the default
   */
  public record Observation(Optional<Admin> admin, Optional<Path> accessLog) {}

  /**
   * The admin port.
   *
   * @param port on the loopback address; 0 takes a free one
   * @param tokenFile whose first line callers have to know
   */
  public record Admin(int port, Path tokenFile) {}

  /**
   * What is done to requests on their way.
   *
   * @param refusesUnusualTargets whether a target with characters that RFC 3986 forbids gets 400;
   *     default no, it goes to legacy as it came
   * @param addsVia whether upstreams learn by a {@code Via} field that there is a proxy; default
   *     yes
   * @param upgrades protocols, in small letters, that a connection may change to; default none
   */
  public record RequestPolicy(
      boolean refusesUnusualTargets, boolean addsVia, Set<String> upgrades) {

    public RequestPolicy {
      upgrades = Set.copyOf(upgrades);
    }
  }

  /** The cluster of a name that this configuration gives. */
  public ClusterConfig cluster(String name) {
    ClusterConfig found = clusters.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "cluster must be one of %s, was %s".formatted(clusters.keySet(), name));
    }
    return found;
  }

  private static void requireCluster(
      Map<String, ClusterConfig> clusters, String key, String cluster) {
    if (!clusters.containsKey(cluster)) {
      throw new ConfigException(
          "%s must be one of the clusters %s, was %s"
              .formatted(key, clusters.keySet().stream().sorted().toList(), cluster));
    }
  }

  /** The same on another port. */
  public ProxyConfig onPort(int port) {
    return new ProxyConfig(
        listener.onPort(port),
        cutoverFile,
        clusters,
        defaultCluster,
        catalogue,
        limits,
        timeouts,
        observation);
  }

  /**
   * The same with lower limits of connections.
   *
   * @param clients most at a time
   * @param maxIdle most that are kept for each instance and I/O thread
   */
  public ProxyConfig withConnections(int clients, int maxIdle) {
    Map<String, ClusterConfig> fewer = new LinkedHashMap<>();
    clusters.forEach((name, cluster) -> fewer.put(name, cluster.withMaxIdle(maxIdle)));
    return new ProxyConfig(
        listener,
        cutoverFile,
        fewer,
        defaultCluster,
        catalogue,
        limits.withClientConnections(clients),
        timeouts,
        observation);
  }

  /**
   * Reads a file; relative paths in it are relative to its folder.
   *
   * @throws ConfigException if it cannot be read or used
   */
  public static ProxyConfig load(Path file) {
    return ConfigFile.read(file).config();
  }

  /**
   * Reads a text in the form of the file; relative paths are relative to the working directory.
   *
   * @throws ConfigException if it cannot be used
   */
  public static ProxyConfig parse(String yaml) {
    return ProxyConfigReader.read(yaml.getBytes(StandardCharsets.UTF_8), null);
  }
}
