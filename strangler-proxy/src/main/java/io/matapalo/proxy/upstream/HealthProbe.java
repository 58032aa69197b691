package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig.Probe;
import io.matapalo.proxy.health.DueProbe;
import io.matapalo.proxy.health.DueProbe.Result;
import io.matapalo.proxy.tls.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * Makes one probe at one address, blocking, within its time-out. A connection by TLS counts once
 * its handshake has ended. Thread-safe.
 */
final class HealthProbe {

  private static final int MAX_ANSWER_BYTES = 64 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)[ \\r\\n]");
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\\r\\ncontent-length:[ \\t]*(\\d{1,9})[ \\t]*\\r\\n");

  private final InstantSource clock;

  HealthProbe(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The outcome of one probe.
   *
   * @param tls towards the instances of the cluster that are spoken to by it
   */
  Result make(DueProbe due, InetSocketAddress address, Optional<ClientTls> tls) throws IOException {
    long deadline = clock.millis() + due.timeout().toMillis();
    try (Socket plain = new Socket()) {
      plain.connect(address, remaining(deadline));
      Instance instance = due.instance();
      Optional<ClientTls> needed = tls.filter(it -> it.covers(instance.name()));
      Socket socket = needed.isEmpty() ? plain : secured(plain, instance, needed.get(), deadline);
      return switch (due.probe()) {
        case Probe.Tcp _ -> Result.PASSED;
        case Probe.Http http ->
            resultOf(ask(socket, get(http, due), deadline), 399, http.expect(), due);
        case Probe.Soap soap ->
            resultOf(ask(socket, post(soap, due), deadline), 200, soap.expect(), due);
      };
    }
  }

  private Socket secured(Socket plain, Instance instance, ClientTls tls, long deadline)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.context()
                .getSocketFactory()
                .createSocket(plain, tls.nameAt(instance.host()), instance.port(), true);
    tls.prepare(socket, instance.host());
    socket.setSoTimeout(remaining(deadline));
    socket.startHandshake();
    return socket;
  }

  private static String get(Probe.Http probe, DueProbe due) {
    return head("GET", probe.path(), due) + "\r\n";
  }

  private static String post(Probe.Soap probe, DueProbe due) {
    int length = probe.body().getBytes(StandardCharsets.UTF_8).length;
    return head("POST", probe.path(), due)
        + "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"%s\"\r\nContent-Length: %d\r\n\r\n"
            .formatted(probe.action(), length)
        + probe.body();
  }

  private static String head(String method, String path, DueProbe due) {
    String host = due.instance().host();
    return "%s %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: matapalo-check\r\nConnection: close\r\n"
        .formatted(
            method,
            due.instance().path() + path,
            host.contains(":") ? "[" + host + "]" : host,
            due.instance().port());
  }

  private String ask(Socket socket, String request, long deadline) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[MAX_ANSWER_BYTES];
    int length = 0;
    while (length < answer.length && !isWhole(answer, length)) {
      socket.setSoTimeout(remaining(deadline));
      int count = in.read(answer, length, answer.length - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    return new String(answer, 0, length, StandardCharsets.UTF_8);
  }

  /** A server may keep the connection open although it was asked not to. */
  private static boolean isWhole(byte[] answer, int length) {
    String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher announced = LENGTH.matcher(text.substring(0, end + 2));
    return text.endsWith("\r\n0\r\n\r\n")
        || (announced.find() && length - end - 4 >= Integer.parseInt(announced.group(1)));
  }

  private int remaining(long deadline) throws SocketTimeoutException {
    long millis = deadline - clock.millis();
    if (millis <= 0) {
      throw new SocketTimeoutException("the time of the probe is over");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** A probe that nobody configured asks whether the server answers, not what is at the address. */
  private static Result resultOf(String answer, int most, String expect, DueProbe due) {
    Matcher status = STATUS.matcher(answer);
    if (!status.lookingAt()) {
      return Result.NO_ANSWER;
    }
    int limit = due.purpose() == DueProbe.Purpose.RETURN_UNCONFIGURED ? 499 : most;
    boolean passed = Integer.parseInt(status.group(1)) <= limit && answer.contains(expect);
    return passed ? Result.PASSED : Result.ANSWERED_BADLY;
  }
}
