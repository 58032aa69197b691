package io.matapalo.proxy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;

/**
 * Whose certificates the other side's may be issued by. Immutable.
 *
 * @param certificates of the issuers, at least one
 */
public record TrustedIssuers(List<X509Certificate> certificates) {

  public TrustedIssuers {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a PEM file of one or more certificates.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  public static TrustedIssuers read(Path file) {
    return new TrustedIssuers(PemFile.read(file).certificates());
  }

  /** What tells them from others. */
  public String summary() {
    List<String> each = certificates.stream().map(Identity::digest).toList();
    return String.join(", ", each);
  }

  TrustManager[] managers() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("issuer-" + i, certificates.get(i));
      }
      return TellingTrustManager.of(store);
    } catch (IOException e) {
      throw new GeneralSecurityException("a key store in memory cannot be made", e);
    }
  }
}
