package io.matapalo.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

  @TempDir static Path folder;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static Path certificate;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static Path key;

  @BeforeAll
  static void makeKeys() throws Exception {
    certificate = folder.resolve("one.pem");
    key = folder.resolve("one.key");
    openssl("one", "rsa:2048", key, certificate);
  }

  private static void openssl(String name, String algorithm, Path key, Path certificate)
      throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                algorithm,
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ed25519"})
  void isReadWithWhateverStandsAround(String algorithm) throws Exception {
    Path other = folder.resolve("other.pem");
    Path otherKey = folder.resolve("other.key");
    openssl("other", algorithm, otherKey, other);
    Files.writeString(other, "a comment\n" + Files.readString(other) + "and another\n");
    Identity identity = Identity.read(other, otherKey);
    assertThat(identity).isEqualTo(Identity.read(other, otherKey));
    assertThat(identity).isNotEqualTo(Identity.read(certificate, key));
    assertThat(identity.toString()).matches("sha256 [0-9a-f]{16} until .*Z");
  }

  @Test
  void complaintNamesTheFileAndNeverTheKey() throws IOException {
    String pem = Files.readString(key);
    String secret = pem.lines().skip(2).findFirst().orElseThrow();
    Path old = write("old.key", pem.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    Path cut = write("cut.key", pem.replace(secret, ""));
    Path half = write("half.key", pem.replace("-----END PRIVATE KEY-----", ""));
    Path two = write("two.key", pem + pem);
    assertRefused(old, "old.key must hold one unencrypted PKCS #8 key", secret);
    assertRefused(cut, "cut.key holds no RSA key, as its certificate needs", secret);
    assertRefused(half, "half.key must hold one unencrypted PKCS #8 key", secret);
    assertRefused(two, "held [PRIVATE KEY, PRIVATE KEY]", secret);
    assertRefused(folder.resolve("none.key"), "none.key cannot be read", secret);
    assertRefused(certificate, "held [CERTIFICATE]", secret);
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertRefused(Path keyFile, String message, String secret) {
    assertThatThrownBy(() -> Identity.read(certificate, keyFile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(secret);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    Path otherKey = folder.resolve("another.key");
    openssl("another", "rsa:2048", otherKey, folder.resolve("another.pem"));
    assertThatThrownBy(() -> Identity.read(certificate, otherKey))
        .hasMessageContaining("another.key is not the key of the first certificate in");
  }

  @Test
  void chainInAnotherOrderIsRefused() throws Exception {
    openssl("stranger", "ed25519", folder.resolve("s.key"), folder.resolve("s.pem"));
    Path both =
        write(
            "both.pem", Files.readString(certificate) + Files.readString(folder.resolve("s.pem")));
    assertThatThrownBy(() -> Identity.read(both, key))
        .hasMessageContaining("number 2 is not of the issuer");
  }

  @Test
  void brokenCertificateIsRefused() throws IOException {
    String junk = Base64.getEncoder().encodeToString(new byte[100]);
    Path broken =
        write("broken.pem", "-----BEGIN CERTIFICATE-----\n" + junk + "\n-----END CERTIFICATE-----");
    assertThatThrownBy(() -> Identity.read(broken, key))
        .hasMessageContaining("broken.pem holds a certificate that cannot be read");
    assertThatThrownBy(() -> TrustedIssuers.read(key))
        .hasMessageContaining("must hold a certificate in PEM");
  }
}
