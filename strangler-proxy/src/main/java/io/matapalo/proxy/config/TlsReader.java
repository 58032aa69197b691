package io.matapalo.proxy.config;

import io.matapalo.proxy.tls.ClientTls;
import io.matapalo.proxy.tls.Identity;
import io.matapalo.proxy.tls.ServerTls;
import io.matapalo.proxy.tls.TlsVersion;
import io.matapalo.proxy.tls.TrustedIssuers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * From the keys of {@code tls} and {@code clusters.NAME.tls} to what they mean. Reads the files.
 */
final class TlsReader {

  private static final int MOST_SESSIONS = 1_000_000;
  private static final int SESSIONS = 10_000;

  private TlsReader() {}

  /** Towards clients; empty without the key {@code tls}. */
  static Optional<ServerTls> server(Section root, Path folder) {
    Section tls = root.section("tls");
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    List<Identity> identities =
        tls.sections("certificates").stream().map(each -> identity(each, folder)).toList();
    Optional<TrustedIssuers> clients = issuers(tls, "client-ca-file", folder);
    TlsVersion least = least(tls);
    int maxSessions = tls.integer("max-sessions", 1, MOST_SESSIONS, SESSIONS);
    List<String> protocols =
        tls.flag("http2", false) ? List.of(ServerTls.HTTP_2, ServerTls.HTTP_1_1) : List.of();
    tls.refuseOtherKeys();
    return Optional.of(
        valid(
            tls.path("certificates"),
            () ->
                ServerTls.of(
                    new ServerTls.Settings(identities, clients, least, maxSessions, protocols))));
  }

  /** Towards the instances of a cluster; empty if none has a URL of https. */
  static Optional<ClientTls> client(Section cluster, Path folder) {
    Set<String> instances = new LinkedHashSet<>();
    for (Section instance : cluster.sections("instances")) {
      if (InstanceUrl.isTls(instance.text("url"))) {
        instances.add(instance.text("name"));
      }
    }
    Section tls = cluster.section("tls");
    if (instances.isEmpty()) {
      if (!tls.isEmpty()) {
        throw new ConfigException(
            cluster.path("tls") + " needs an instance whose url begins with https://, had none");
      }
      return Optional.empty();
    }
    Optional<String> serverName = tls.optionalText("server-name");
    Optional<Identity> identity = optionalIdentity(tls, folder);
    Optional<TrustedIssuers> trusted = issuers(tls, "ca-file", folder);
    TlsVersion least = least(tls);
    tls.refuseOtherKeys();
    return Optional.of(
        valid(
            tls.path("certificate-file"),
            () ->
                ClientTls.of(
                    new ClientTls.Settings(instances, serverName, identity, trusted, least))));
  }

  private static Optional<Identity> optionalIdentity(Section tls, Path folder) {
    boolean isWanted =
        tls.optionalText("certificate-file").isPresent()
            || tls.optionalText("key-file").isPresent();
    return isWanted ? Optional.of(keyPair(tls, folder)) : Optional.empty();
  }

  private static Identity identity(Section section, Path folder) {
    Identity identity = keyPair(section, folder);
    section.refuseOtherKeys();
    return identity;
  }

  private static Identity keyPair(Section section, Path folder) {
    Path certificate = folder.resolve(section.text("certificate-file"));
    Path key = folder.resolve(section.text("key-file"));
    return valid(section.path("certificate-file"), () -> Identity.read(certificate, key));
  }

  private static Optional<TrustedIssuers> issuers(Section section, String key, Path folder) {
    return section
        .optionalText(key)
        .map(file -> valid(section.path(key), () -> TrustedIssuers.read(folder.resolve(file))));
  }

  private static TlsVersion least(Section section) {
    String text = section.text("min-protocol", TlsVersion.TLS_1_2.label());
    return TlsVersion.labelled(text)
        .orElseThrow(() ->
            new ConfigException(
                "%s must be one of %s, was %s"
                    .formatted(section.path("min-protocol"), TlsVersion.labels(), text)));
  }

  /** What the certificate files held, so that a reload can tell what became of them. */
  static Map<String, String> summaries(ProxyConfig config) {
    Map<String, String> summaries = new LinkedHashMap<>();
    config
        .listener()
        .tls()
        .ifPresent(tls -> {
          List<Identity> identities = tls.settings().identities();
          for (int i = 0; i < identities.size(); i++) {
            summaries.put("tls.certificates[%d]".formatted(i), identities.get(i).summary());
          }
          tls.settings()
              .clients()
              .ifPresent(issuers -> summaries.put("tls.client-ca", issuers.summary()));
        });
    config
        .clusters()
        .forEach((name, cluster) ->
            cluster.tls().ifPresent(tls -> summarise("clusters." + name, tls, summaries)));
    return summaries;
  }

  private static void summarise(String cluster, ClientTls tls, Map<String, String> summaries) {
    tls.settings()
        .identity()
        .ifPresent(identity -> summaries.put(cluster + ".tls.certificate", identity.summary()));
    tls.settings()
        .trusted()
        .ifPresent(issuers -> summaries.put(cluster + ".tls.ca", issuers.summary()));
  }

  private static <T> T valid(String key, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s: %s".formatted(key, e.getMessage()), e);
    }
  }
}
