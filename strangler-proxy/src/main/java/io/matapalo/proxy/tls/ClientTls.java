package io.matapalo.proxy.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards the instances of one cluster. The certificate of an instance has to be issued by
 * somebody trusted, for the name by which the instance is called (RFC 9110 §4.3.4); there is no way
 * to leave that out. Two are equal if they would do the same. Thread-safe; sessions are resumed.
 */
public final class ClientTls {

  private final Settings settings;
  private final SSLContext context;

  private ClientTls(Settings settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * What the operator wants.
   *
   * @param instances names of those that are spoken to by TLS
   * @param serverName asked for and verified in the place of the host of each instance
   * @param identity shown to instances that ask for a certificate
   * @param trusted issuers; empty for those that the JDK trusts
   * @param least the oldest version that is spoken
   */
  public record Settings(
      Set<String> instances,
      Optional<String> serverName,
      Optional<Identity> identity,
      Optional<TrustedIssuers> trusted,
      TlsVersion least) {

    public Settings {
      instances = Set.copyOf(instances);
    }
  }

  /**
   * Makes it ready to connect.
   *
   * @throws IllegalArgumentException if the JDK cannot use a key or certificate
   */
  public static ClientTls of(Settings settings) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = Identity.managersOf(settings.identity().stream().toList());
      context.init(
          keys,
          settings.trusted().isPresent()
              ? settings.trusted().get().managers()
              : TellingTrustManager.of(null),
          null);
      return new ClientTls(settings, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be used by the JDK: " + e.getMessage(), e);
    }
  }

  /** What it was made of. */
  public Settings settings() {
    return settings;
  }

  /** Whether an instance is spoken to by TLS. */
  public boolean covers(String instanceName) {
    return settings.instances().contains(instanceName);
  }

  /** The name that the certificate of an instance at this host must have. */
  public String nameAt(String host) {
    return settings.serverName().orElse(host);
  }

  /** Makes engines and sockets. */
  public SSLContext context() {
    return context;
  }

  /** Sets a fresh engine of the context up for an instance at this host. */
  public void prepare(SSLEngine engine, String host) {
    engine.setSSLParameters(prepared(engine.getSSLParameters(), nameAt(host)));
  }

  /** Sets a fresh socket of the context up for an instance at this host. */
  public void prepare(SSLSocket socket, String host) {
    socket.setSSLParameters(prepared(socket.getSSLParameters(), nameAt(host)));
  }

  private SSLParameters prepared(SSLParameters parameters, String name) {
    parameters.setProtocols(settings.least().andLater());
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(serverNames(name));
    return parameters;
  }

  /** An address is no server name (RFC 6066 §3), and a name with underscores cannot be sent. */
  private static List<SNIServerName> serverNames(String name) {
    boolean isAddress = name.contains(":") || name.matches("[0-9.]+");
    try {
      return isAddress ? List.of() : List.of(new SNIHostName(name));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientTls that && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
