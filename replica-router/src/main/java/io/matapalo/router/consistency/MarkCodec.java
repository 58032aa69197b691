package io.matapalo.router.consistency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks as opaque, signed text: {@code v1.<content>.<signature>}, both base64url, the signature
 * HMAC-SHA256 cut to 16 bytes. Clients carry it; they cannot make one. Immutable; thread-safe.
 */
public final class MarkCodec {

  /** Characters of a mark's text; a longer one is neither written nor read. */
  public static final int MAX_TEXT = 3_500;

  /** Characters of a secret at least. */
  public static final int MIN_SECRET = 16;

  private static final String FORMAT = "v1";
  private static final int SIGNATURE_BYTES = 16;
  private static final int FIELDS = 4;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SecretKeySpec key;

  /** The reason why a text is no mark. */
  public enum Refusal {
    /** Longer than any that is written. */
    TOO_LONG,
    /** Not of the form. */
    MALFORMED,
    /** Of a format that this version does not read. */
    OTHER_FORMAT,
    /** Signed with another secret, or changed on its way. */
    BAD_SIGNATURE,
    /** Of another cluster, or of an engine that this cluster is not. */
    FOREIGN
  }

  /** A decoded text: a mark, or the reason why there is none. */
  public record Decoded(Optional<FreshnessMark> mark, Optional<Refusal> refusal) {}

  private MarkCodec(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * With a secret that all instances share.
   *
   * @throws IllegalArgumentException if it has less than 16 characters
   */
  public static MarkCodec withSecret(String secret) {
    if (secret.length() < MIN_SECRET) {
      throw new IllegalArgumentException(
          "marks.secret must have at least %d characters, had %d"
              .formatted(MIN_SECRET, secret.length()));
    }
    return new MarkCodec(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
  }

  /** The mark as text; empty if that would be longer than {@link #MAX_TEXT}. */
  public Optional<String> encode(FreshnessMark mark) {
    String content =
        String.join(
            "|", mark.cluster(), mark.dialect().letter(), mark.seenAt(), mark.position().text());
    String signed = FORMAT + "." + ENCODER.encodeToString(content.getBytes(StandardCharsets.UTF_8));
    String text = signed + "." + ENCODER.encodeToString(signature(signed));
    return text.length() > MAX_TEXT ? Optional.empty() : Optional.of(text);
  }

  /** Reads a text from anybody; never throws. */
  public Decoded decode(String text) {
    if (text.length() > MAX_TEXT) {
      return refused(Refusal.TOO_LONG);
    }
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    if (first < 0 || first == last) {
      return refused(Refusal.MALFORMED);
    }
    if (!text.substring(0, first).equals(FORMAT)) {
      boolean format = text.substring(0, first).matches("v\\d{1,3}");
      return refused(format ? Refusal.OTHER_FORMAT : Refusal.MALFORMED);
    }
    try {
      byte[] claimed = DECODER.decode(text.substring(last + 1));
      // In constant time, so that nobody learns a signature byte by byte.
      if (!MessageDigest.isEqual(signature(text.substring(0, last)), claimed)) {
        return refused(Refusal.BAD_SIGNATURE);
      }
      byte[] content = DECODER.decode(text.substring(first + 1, last));
      return new Decoded(Optional.of(mark(content)), Optional.empty());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return refused(Refusal.MALFORMED);
    }
  }

  private static FreshnessMark mark(byte[] content) throws CharacterCodingException {
    String plain = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    String[] fields = plain.split("\\|", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("a mark has 4 fields, had " + fields.length);
    }
    Dialect dialect = Dialect.ofLetter(fields[1]);
    return new FreshnessMark(fields[0], dialect.parse(fields[3]), fields[2]);
  }

  private static Decoded refused(Refusal why) {
    return new Decoded(Optional.empty(), Optional.of(why));
  }

  private byte[] signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(
          mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
