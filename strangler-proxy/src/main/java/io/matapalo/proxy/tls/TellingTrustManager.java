package io.matapalo.proxy.tls;

import io.matapalo.proxy.resilience.LogBudget;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's check of certificates, which logs why one is refused, at most one line a second. The
 * JDK checks them on another thread, and whoever waits for the handshake learns of its end only.
 * Thread-safe.
 */
final class TellingTrustManager extends X509ExtendedTrustManager {

  private static final Logger LOG = LoggerFactory.getLogger(TellingTrustManager.class);

  private final X509ExtendedTrustManager checks;
  private final LogBudget lines = new LogBudget(Duration.ofSeconds(1), InstantSource.system());

  private TellingTrustManager(X509ExtendedTrustManager checks) {
    this.checks = checks;
  }

  /** Trusts the issuers in a store; without one, those that the JDK trusts. */
  static TrustManager[] of(@Nullable KeyStore issuers) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(issuers);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager checks) {
        return new TrustManager[] {new TellingTrustManager(checks)};
      }
    }
    throw new GeneralSecurityException("the JDK has no trust manager that knows of names");
  }

  /** One of the checks below. */
  private interface Check {
    void make() throws CertificateException;
  }

  private void tell(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.make();
    } catch (CertificateException e) {
      OptionalLong withheld = lines.take();
      if (withheld.isPresent()) {
        LOG.warn(
            "Certificate is refused. subject=\"{}\" reason={} withheld={}",
            chain[0].getSubjectX500Principal(),
            e.getMessage(),
            withheld.getAsLong());
      }
      throw e;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    tell(chain, () -> checks.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    tell(chain, () -> checks.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    tell(chain, () -> checks.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    tell(chain, () -> checks.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    tell(chain, () -> checks.checkClientTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    tell(chain, () -> checks.checkServerTrusted(chain, type));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return checks.getAcceptedIssuers();
  }
}
