package io.matapalo.proxy.soap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Finds the operation in a body, whatever it is wrapped in: nothing, gzip, a package of parts. What
 * it unwraps serves to recognise the request and is dropped; the body goes on as it came. Never
 * throws for any bytes. Thread-safe.
 */
public final class MessageReader {

  static final int FIRST_PIECE_BYTES = 8 << 10;

  private static final BodyContent NOTHING = new BodyContent.Unrecognised(Optional.empty());

  private final SoapReader soap = new SoapReader();
  private final int maxUnpacked;

  /**
   * @param maxUnpacked so many bytes of a compressed body are looked at
   */
  public MessageReader(int maxUnpacked) {
    this.maxUnpacked = maxUnpacked;
  }

  /**
   * What the bytes are, if that takes no longer than a look at {@value #FIRST_PIECE_BYTES} of them;
   * empty if {@link #read} has to tell, on a thread that nobody waits for.
   */
  public Optional<BodyContent> readAtOnce(
      byte[] bytes, Optional<String> contentEncoding, ContentType type) {
    if (contentEncoding.isPresent()) {
      return Optional.empty();
    }
    if (bytes.length <= FIRST_PIECE_BYTES) {
      return Optional.of(unpacked(bytes, type));
    }
    if (!type.isMultipart() && !SoapReader.mayBeXml(bytes)) {
      return Optional.of(NOTHING);
    }
    BodyContent first = unpacked(Arrays.copyOf(bytes, FIRST_PIECE_BYTES), type);
    return switch (first) {
      case BodyContent.Unrecognised _ -> Optional.empty();
      case BodyContent.Operation _, BodyContent.EmptyBody _, BodyContent.DocumentType _ ->
          Optional.of(first);
    };
  }

  /**
   * What the first bytes of a body are.
   *
   * @param contentEncoding of the whole body; only gzip is unpacked
   */
  public BodyContent read(byte[] bytes, Optional<String> contentEncoding, ContentType type) {
    if (contentEncoding.isEmpty()) {
      return unpacked(bytes, type);
    }
    String coding = contentEncoding.get().strip().toLowerCase(Locale.ROOT);
    return coding.equals("gzip") || coding.equals("x-gzip")
        ? unpacked(inflated(bytes), type)
        : NOTHING;
  }

  private BodyContent unpacked(byte[] bytes, ContentType type) {
    if (!type.isMultipart()) {
      return soap.read(bytes, type);
    }
    return RootPart.in(bytes, type)
        .map(root -> soap.read(root.message(), root.contentType()))
        .orElse(NOTHING);
  }

  /** As much as can be unpacked: the body may go on after the bytes, or be no gzip at all. */
  private byte[] inflated(byte[] bytes) {
    byte[] plain = new byte[Math.min(maxUnpacked, 16 * bytes.length + 1)];
    int length = 0;
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      while (length < plain.length) {
        int count = stream.read(plain, length, plain.length - length);
        if (count < 0) {
          break;
        }
        length += count;
      }
    } catch (IOException e) {
      // The end is missing or damaged: what came before it may name the operation.
      return Arrays.copyOf(plain, length);
    }
    return Arrays.copyOf(plain, length);
  }
}
