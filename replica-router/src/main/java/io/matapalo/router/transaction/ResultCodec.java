package io.matapalo.router.transaction;

import io.matapalo.router.transaction.outcome.ResultBytes;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a result is kept in an outcome row. Immutable if its functions are.
 *
 * @param <T> the result
 * @param encode a result as bytes, at most as many as the table's column takes
 * @param decode the bytes as a result; must read what older releases of the application wrote
 */
public record ResultCodec<T extends @Nullable Object>(
    Function<? super T, ResultBytes> encode, Function<ResultBytes, ? extends T> decode) {

  /** Texts, as UTF-8. */
  public static ResultCodec<String> text() {
    return of(Function.identity(), Function.identity());
  }

  /** Whole numbers. */
  public static ResultCodec<Long> number() {
    return of(value -> Long.toString(value), Long::parseLong);
  }

  /** By way of a text. */
  public static <T extends @Nullable Object> ResultCodec<T> of(
      Function<? super T, String> toText, Function<String, ? extends T> fromText) {
    return new ResultCodec<>(
        value -> ResultBytes.of(toText.apply(value).getBytes(StandardCharsets.UTF_8)),
        bytes -> fromText.apply(bytes.utf8()));
  }
}
