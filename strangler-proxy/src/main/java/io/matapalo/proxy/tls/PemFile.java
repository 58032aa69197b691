package io.matapalo.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in the textual encoding of RFC 7468: blocks between a BEGIN and an END line, whatever
 * stands around them. Each complaint is an {@link IllegalArgumentException} that names the file and
 * never shows its content. Immutable.
 */
final class PemFile {

  private static final long MOST_BYTES = 4 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----\\s([^-]++)-----END \\1-----");

  private final Path file;
  private final List<Block> blocks;

  private PemFile(Path file, List<Block> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  private record Block(String label, String base64) {}

  static PemFile read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException(
            "%s must be at most %d bytes, was %d".formatted(file, MOST_BYTES, Files.size(file)));
      }
      // Text around the blocks may be in any encoding; Latin-1 reads all of them.
      Matcher found = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      List<Block> blocks = new ArrayList<>();
      while (found.find()) {
        blocks.add(new Block(found.group(1), found.group(2)));
      }
      return new PemFile(file, blocks);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** All certificates in their order; at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must hold a certificate in PEM (BEGIN CERTIFICATE), held %s"
              .formatted(file, labels()));
    }
    return certificates;
  }

  private X509Certificate certificate(Block block) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes(block)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "%s holds a certificate that cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The one private key.
   *
   * @param algorithm of the public key that belongs to it
   */
  PrivateKey privateKey(String algorithm) {
    List<Block> keys =
        blocks.stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1 || !keys.getFirst().label().equals("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          ("%s must hold one unencrypted PKCS #8 key (BEGIN PRIVATE KEY), held %s;"
                  + " convert it by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW")
              .formatted(file, labels()));
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(bytes(keys.getFirst())));
    } catch (GeneralSecurityException e) {
      // Without the cause's text, which may quote bytes of the key.
      throw new IllegalArgumentException(
          "%s holds no %s key, as its certificate needs".formatted(file, algorithm), e);
    }
  }

  private List<String> labels() {
    return blocks.stream().map(Block::label).toList();
  }

  private byte[] bytes(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s holds a block %s that is not base64".formatted(file, block.label()), e);
    }
  }
}
