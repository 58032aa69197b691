package io.matapalo.proxy.catalogue;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation: how it is recognised, what repeating it does, how long it may take, who can answer
 * it.
 *
 * @param path the request path, without query; a segment {@code *} stands for any one segment
 * @param sign what tells it from the other operations at its path
 * @param timeout from acceptance of the request to the last byte of the answer
 * @param fastCluster absent as long as the operation cannot be cut over
 * @param handling what is particular to its clients and servers
 */
public record Operation(
    String name,
    String path,
    Sign sign,
    OperationClass operationClass,
    Duration timeout,
    String legacyCluster,
    Optional<String> fastCluster,
    Handling handling) {

  public Operation {
    if (!PlainPath.isPlain(path)) {
      throw new IllegalArgumentException(
          "path must start with / and be free of %, ;, \\, //, ., .., ? and #, was " + path);
    }
    if (handling.isSingleFlight() && operationClass != OperationClass.READ) {
      throw new IllegalArgumentException(
          "single-flight is for class read alone, because others would be done once for many; was "
              + operationClass.name().toLowerCase(Locale.ROOT));
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeout);
    }
  }
}
