package io.matapalo.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that has signed itself, with its key, made by the JDK's keytool.
 *
 * @param certificateFile PEM
 * @param keyFile PEM, PKCS #8
 */
public record TestIdentity(Path certificateFile, Path keyFile, KeyStore store) {

  private static final char[] PASSWORD = "of-a-test".toCharArray();

  /**
   * Makes one, with files named after it.
   *
   * @param names subject alternative names as keytool takes them, such as {@code dns:shop.example}
   */
  public static TestIdentity make(Path folder, String name, String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + names,
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    byte[] certificate = store.getCertificate(name).getEncoded();
    byte[] key = store.getKey(name, PASSWORD).getEncoded();
    return new TestIdentity(
        pem(folder.resolve(name + ".pem"), "CERTIFICATE", certificate),
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", key),
        store);
  }

  private static Path pem(Path file, String label, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, text, label));
  }

  /** As lines of {@code proxy.yaml}. */
  public String yaml() {
    return "{certificate-file: \"%s\", key-file: \"%s\"}".formatted(certificateFile, keyFile);
  }

  /** For somebody who is this one, if any, and trusts the others. */
  public static SSLContext context(@Nullable TestIdentity own, List<TestIdentity> trusted)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own == null ? null : own.store, PASSWORD);
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    for (TestIdentity each : trusted) {
      String name = each.store.aliases().nextElement();
      trust.setCertificateEntry(name, each.store.getCertificate(name));
    }
    TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
    return context;
  }
}
