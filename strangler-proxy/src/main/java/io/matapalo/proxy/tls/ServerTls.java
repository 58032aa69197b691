package io.matapalo.proxy.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards clients. Two are equal if they would do the same for a client. Thread-safe.
 *
 * <p>Sessions are resumed by tickets, which cost the server no memory (RFC 8446 §2.2, RFC 5077). A
 * client of TLS 1.2 without tickets gets a place among a bounded number of remembered sessions.
 */
public final class ServerTls {

  /** The name of HTTP/2 in a handshake (RFC 9113 §3.1). */
  public static final String HTTP_2 = "h2";

  /** That of HTTP/1.1 (RFC 7301 §6). */
  public static final String HTTP_1_1 = "http/1.1";

  private final Settings settings;
  private final SSLContext context;

  private ServerTls(Settings settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * What the operator wants.
   *
   * @param identities the certificate of the name that a client asks for is taken, else the first
   * @param clients whose certificates clients must have; empty if they need none
   * @param least the oldest version that is spoken
   * @param maxSessions remembered for clients that keep no tickets
   * @param protocols what clients may choose from by ALPN (RFC 7301), the best first
   */
  public record Settings(
      List<Identity> identities,
      Optional<TrustedIssuers> clients,
      TlsVersion least,
      int maxSessions,
      List<String> protocols) {

    public Settings {
      identities = List.copyOf(identities);
      protocols = List.copyOf(protocols);
      if (identities.isEmpty()) {
        throw new IllegalArgumentException("tls must have at least one certificate, had none");
      }
    }
  }

  /**
   * Makes it ready to serve.
   *
   * @throws IllegalArgumentException if the JDK cannot use a key or certificate
   */
  public static ServerTls of(Settings settings) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Without issuers nobody's certificate is asked for, and none would be trusted.
      TrustManager[] trust =
          settings.clients().isPresent()
              ? settings.clients().get().managers()
              : new TrustManager[0];
      context.init(Identity.managersOf(settings.identities()), trust, null);
      context.getServerSessionContext().setSessionCacheSize(settings.maxSessions());
      return new ServerTls(settings, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be used by the JDK: " + e.getMessage(), e);
    }
  }

  /** What it was made of. */
  public Settings settings() {
    return settings;
  }

  /** Makes the engines of connections. */
  public SSLContext context() {
    return context;
  }

  /** Sets a fresh engine of the context up for a client. */
  public void prepare(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(settings.least().andLater());
    parameters.setNeedClientAuth(settings.clients().isPresent());
    engine.setSSLParameters(parameters);
    engine.setHandshakeApplicationProtocolSelector((_, offered) -> chosenOf(offered));
  }

  /** Empty for none: a client that offers nothing known goes on with HTTP/1.1, as without ALPN. */
  private String chosenOf(List<String> offered) {
    return settings.protocols().stream().filter(offered::contains).findFirst().orElse("");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerTls that && settings.equals(that.settings);
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
