package io.matapalo.router.transaction;

import io.matapalo.router.transaction.outcome.KeyHash;
import io.matapalo.router.transaction.outcome.ResultBytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an outcome row keeps beside the bare fact: the result, and the caller's idempotency key.
 * Immutable.
 *
 * @param <T> the result
 */
public final class StoredResult<T extends @Nullable Object> {

  private final ResultCodec<T> codec;
  private final @Nullable String key;
  private final KeyHash payload;

  private StoredResult(ResultCodec<T> codec, @Nullable String key, KeyHash payload) {
    this.codec = codec;
    this.key = key;
    this.payload = payload;
  }

  /** The result alone, for whoever asks for the outcome later. */
  public static <T extends @Nullable Object> StoredResult<T> of(ResultCodec<T> codec) {
    return new StoredResult<>(codec, null, KeyHash.of("", ""));
  }

  /**
   * The result under the caller's key: a second call of the same operation with the same key does
   * not run its work and answers the first one's result, on whatever instance and node, for as long
   * as outcome rows are kept.
   *
   * @param key not blank; only its hash is stored
   * @param payload what the key stands for, such as the request's text; the same key with another
   *     payload is refused. Only its hash is stored
   */
  public StoredResult<T> underKey(String key, String payload) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("idempotency key must not be blank, was '" + key + "'");
    }
    return new StoredResult<>(codec, key, KeyHash.of("payload", payload));
  }

  Optional<KeyHash> keyOf(String operation) {
    return Optional.ofNullable(key).map(given -> KeyHash.of(operation, given));
  }

  KeyHash payload() {
    return payload;
  }

  ResultBytes encode(T value) {
    return codec.encode().apply(value);
  }

  T decode(ResultBytes bytes) {
    return codec.decode().apply(bytes);
  }
}
