package io.matapalo.proxy.answer;

import io.matapalo.proxy.rewriting.AddressMap;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rewrites the fields of an answer in which addresses stand. Stateless. */
public final class AnswerAddresses {

  /** What is true of the bytes that the upstream sent, and of no others. */
  private static final List<HttpString> OF_CONTENT =
      List.of(
          Headers.CONTENT_LENGTH,
          HttpString.tryFromString("Content-MD5"),
          HttpString.tryFromString("Digest"),
          HttpString.tryFromString("Content-Digest"),
          HttpString.tryFromString("Repr-Digest"),
          Headers.ACCEPT_RANGES);

  private static final String WEAK = "W/";

  private AnswerAddresses() {}

  /** Whether any field may hold an address. */
  public static boolean areIn(HeaderMap fields) {
    return fields.contains(Headers.LOCATION)
        || fields.contains(Headers.CONTENT_LOCATION)
        || fields.contains(Headers.SET_COOKIE);
  }

  /** Rewrites the fields; says how many values are others than before. */
  public static int rewrite(HeaderMap fields, AddressMap map) {
    return replace(fields.get(Headers.LOCATION), map::map)
        + replace(fields.get(Headers.CONTENT_LOCATION), map::map)
        + replace(fields.get(Headers.SET_COOKIE), map::mapCookie);
  }

  private static int replace(@Nullable HeaderValues values, UnaryOperator<String> change) {
    int count = 0;
    for (int i = 0; values != null && i < values.size(); i++) {
      String changed = change.apply(values.get(i));
      if (!changed.equals(values.get(i))) {
        values.set(i, changed);
        count++;
      }
    }
    return count;
  }

  /**
   * Makes the fields those of a rewritten content. Its length is another, digests and ranges of the
   * upstream are wrong for it, and its entity tag names two different sequences of bytes, so that
   * it is a weak one (RFC 9110 §8.8.1).
   */
  public static void contentDiffers(HeaderMap fields) {
    OF_CONTENT.forEach(fields::remove);
    String tag = fields.getFirst(Headers.ETAG);
    if (tag != null && !tag.startsWith(WEAK)) {
      fields.put(Headers.ETAG, WEAK + tag);
    }
  }
}
