package io.matapalo.proxy.catalogue;

import java.time.Duration;
import java.util.Optional;

/**
 * One operation: how it is recognised, what repeating it does, how long it may take, who can answer
 * it.
 *
 * @param path the request path, without query; a segment {@code *} stands for any one segment
 * @param sign what tells it from the other operations at its path
 * @param timeout from acceptance of the request to the last byte of the answer
 * @param fastCluster absent as long as the operation cannot be cut over
 */
public record Operation(
    String name,
    String path,
    Sign sign,
    OperationClass operationClass,
    Duration timeout,
    String legacyCluster,
    Optional<String> fastCluster) {

  public Operation {
    if (!PlainPath.isPlain(path)) {
      throw new IllegalArgumentException(
          "path must start with / and be free of %, ;, \\, //, ., .., ? and #, was " + path);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, was " + timeout);
    }
  }
}
