package io.matapalo.proxy.answer;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status line and fields of an upstream's answer, as received.
 *
 * @param fields not to be changed but in a {@link #copy}: the next answer may have the same ones
 */
public record AnswerHead(int minorVersion, int status, HeaderMap fields) {

  private static final Pattern KEEP_ALIVE_TIMEOUT =
      Pattern.compile("(?:^|[,\\s])timeout\\s*=\\s*\"?([0-9]{1,6})");

  /** The same with fields of its own, which may be changed. */
  public AnswerHead copy() {
    HeaderMap own = new HeaderMap();
    for (HeaderValues values : fields) {
      own.addAll(values.getHeaderName(), values);
    }
    return new AnswerHead(minorVersion, status, own);
  }

  /** Whether another answer follows this one (RFC 9110 §15.2). */
  public boolean isInterim() {
    return status < 200;
  }

  /** Whether the upstream means to keep the connection (RFC 9112 §9.3). */
  public boolean keepsConnection() {
    boolean close = false;
    boolean keepAlive = false;
    HeaderValues values = fields.get(Headers.CONNECTION);
    if (values != null) {
      for (String value : values) {
        String lower = value.toLowerCase(Locale.ROOT);
        close |= lower.contains("close");
        keepAlive |= lower.contains("keep-alive");
      }
    }
    return !close && (minorVersion >= 1 || keepAlive);
  }

  /** How long the upstream says that it keeps an idle connection. */
  public Optional<Duration> announcedIdleLife() {
    String value = fields.getFirst(Headers.KEEP_ALIVE);
    if (value == null) {
      return Optional.empty();
    }
    Matcher matcher = KEEP_ALIVE_TIMEOUT.matcher(value.toLowerCase(Locale.ROOT));
    return matcher.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
