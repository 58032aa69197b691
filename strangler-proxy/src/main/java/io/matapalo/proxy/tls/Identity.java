package io.matapalo.proxy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import org.jspecify.annotations.Nullable;

/** A certificate with the certificates of its issuers, and its private key. Immutable. */
public final class Identity {

  /** Protects nothing: the store that wants it never leaves the memory. */
  private static final char[] IN_MEMORY = {'-'};

  private static final byte[] SIGNED = {1, 2, 3};
  private static final int SHOWN_BYTES = 8;

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private Identity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /**
   * Reads both from PEM files.
   *
   * @throws IllegalArgumentException if one cannot be used, or they do not belong together
   */
  public static Identity read(Path certificateFile, Path keyFile) {
    List<X509Certificate> chain = PemFile.read(certificateFile).certificates();
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate issued = chain.get(i - 1);
      if (!issued.getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
        throw new IllegalArgumentException(
            "%s must hold each certificate before that of its issuer, number %d is not of the issuer"
                .formatted(certificateFile, i + 1));
      }
    }
    PublicKey open = chain.getFirst().getPublicKey();
    PrivateKey key = PemFile.read(keyFile).privateKey(open.getAlgorithm());
    if (!belongTogether(open, key)) {
      throw new IllegalArgumentException(
          "%s is not the key of the first certificate in %s".formatted(keyFile, certificateFile));
    }
    return new Identity(chain, key);
  }

  private static boolean belongTogether(PublicKey open, PrivateKey key) {
    try {
      String algorithm =
          switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
          };
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(SIGNED);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(SIGNED);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "a key of algorithm %s cannot be used: %s".formatted(open.getAlgorithm(), e.getMessage()),
          e);
    }
  }

  /** What tells it from others without any secret: a digest, and the last day it is valid. */
  public String summary() {
    return digest(chain.getFirst());
  }

  static String digest(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return "sha256 %s until %s"
          .formatted(
              HexFormat.of().formatHex(digest, 0, SHOWN_BYTES),
              certificate.getNotAfter().toInstant());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** One store for each, so that the order is kept: without a better one the first is taken. */
  static KeyManager[] managersOf(List<Identity> identities) throws GeneralSecurityException {
    if (identities.isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    KeyStore.ProtectionParameter protection = new KeyStore.PasswordProtection(IN_MEMORY);
    List<KeyStore.Builder> stores = new ArrayList<>();
    for (Identity identity : identities) {
      stores.add(KeyStore.Builder.newInstance(identity.store(), protection));
    }
    factory.init(new KeyStoreBuilderParameters(stores));
    return factory.getKeyManagers();
  }

  private KeyStore store() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, IN_MEMORY);
      store.setKeyEntry("identity", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException("a key store in memory cannot be made", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Identity that && chain.equals(that.chain) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return summary();
  }
}
