package io.matapalo.fastpath.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * The place of a record in its stream. Immutable.
 *
 * @param stream the stream's name
 * @param number of the record in the stream, from 1
 * @param previousHash the hash of the record before it; of none, {@link #NONE}
 */
record ChainLink(String stream, long number, String previousHash) {

  /** Stands before the first record of each stream. */
  static final String NONE = "0".repeat(64);

  /** The place of a stream's first record. */
  static ChainLink first(String stream) {
    return new ChainLink(stream, 1, NONE);
  }

  /** The place after the record whose hash is {@code hash}. */
  ChainLink next(String hash) {
    return new ChainLink(stream, number + 1, hash);
  }

  /**
   * The hash of {@code entry} at this place: SHA-256 in lower-case hex over previous hash, stream,
   * number, and the entry's fields, each after its length in UTF-8 bytes. So nothing of the record
   * can be changed, nor the record moved, without another hash.
   */
  String hashOf(AuditEntry entry) {
    OptionalLong customer = entry.customerId();
    List<String> fields =
        List.of(
            previousHash,
            stream,
            Long.toString(number),
            Long.toString(entry.occurredAt().toEpochMilli()),
            customer.isPresent() ? Long.toString(customer.getAsLong()) : "",
            entry.action(),
            entry.requestId(),
            entry.detail());
    MessageDigest digest = sha256();
    for (String field : fields) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
