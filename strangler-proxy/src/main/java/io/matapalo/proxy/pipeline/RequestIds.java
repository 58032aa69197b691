package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.RequestRecord;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Sees to it that each request has an id by which the servers behind the proxy can join what they
 * did for it: the client's own, if it has a usable form, else a new one. Thread-safe.
 */
final class RequestIds {

  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._~+/=:@-]{8,128}");

  private final String prefix;
  private final AtomicLong counter = new AtomicLong();

  /**
   * @param startMillis tells the ids of this proxy from those of its earlier lives
   */
  RequestIds(long startMillis) {
    this.prefix =
        Long.toHexString(startMillis) + "-" + Long.toHexString(ProcessHandle.current().pid()) + "-";
  }

  /** The id of a request with these fields. */
  String idOf(HeaderMap fields) {
    HeaderValues sent = fields.get(RequestRecord.ID);
    boolean good = sent != null && sent.size() == 1 && USABLE.matcher(sent.getFirst()).matches();
    return good ? sent.getFirst() : prefix + Long.toHexString(counter.incrementAndGet());
  }
}
