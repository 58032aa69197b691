package io.matapalo.fastpath.vendors;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Kept-alive HTTP connections to vendors, through the JVM's proxy where one is set. A call blocks
 * its thread and is never repeated here; no redirect is followed. Thread-safe.
 */
public final class VendorConnections implements AutoCloseable {

  private static final int MAX_ANSWER_BYTES = 1024 * 1024;
  private static final String AGENT = "Matapalo";

  /** Shorter than the time that any call is given, see {@link #lookOut}. */
  private static final long LOOK_OUT_MILLIS = 500;

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  /** Two threads at once may each make one, which costs a wake-up and nothing else. */
  private volatile Future<?> lookOut = CompletableFuture.completedFuture("none yet");

  private VendorConnections(CloseableHttpClient client) {
    this.client = client;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("vendor-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * None is open yet.
   *
   * @param connectTimeout how long a connection may take to come about, or to come free
   * @param most how many there may be to one vendor
   */
  public static VendorConnections open(Duration connectTimeout, int most) {
    Timeout connect = Timeout.of(connectTimeout);
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create().useSystemProperties().buildClassic())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(connect).build())
            .setMaxConnPerRoute(most)
            .setMaxConnTotal(Integer.MAX_VALUE)
            .build();
    // An offer to go over to TLS would be a header that no vendor has asked for.
    RequestConfig request =
        RequestConfig.custom()
            .setConnectionRequestTimeout(connect)
            .setResponseTimeout(Timeout.DISABLED)
            .setProtocolUpgradeEnabled(false)
            .build();
    return new VendorConnections(
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(request)
            .setProxySelector(ProxySelector.getDefault())
            .setUserAgent(AGENT)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build());
  }

  /**
   * Sends {@code request} and reads the whole answer.
   *
   * @throws HttpTimeoutException when not all of it came {@code within} that time
   * @throws IOException when the connection failed, or the answer is larger than 1 MiB
   */
  JsonAnswer send(HttpUriRequestBase request, Duration within) throws IOException {
    lookOut();
    ScheduledFuture<?> deadline =
        deadlines.schedule(request::cancel, within.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return client.execute(request, VendorConnections::whole);
    } catch (IOException e) {
      if (!request.isCancelled()) {
        throw e;
      }
      HttpTimeoutException late = new HttpTimeoutException("no whole answer");
      late.initCause(e);
      throw late;
    } finally {
      deadline.cancel(false);
    }
  }

  /**
   * Keeps a task before all deadlines. The thread of the deadlines sleeps until the earliest task,
   * and each earlier one wakes it: without this task each call would, to tell of a deadline that
   * its answer takes back a moment later. With it the thread wakes twice a second while calls are
   * made. A deadline that is earlier still wakes it, and so holds.
   */
  private void lookOut() {
    if (lookOut.isDone()) {
      lookOut = deadlines.schedule(() -> {}, LOOK_OUT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static JsonAnswer whole(ClassicHttpResponse answer) throws IOException {
    HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return JsonAnswer.of(answer.getCode(), new byte[0]);
    }
    try (InputStream content = entity.getContent()) {
      byte[] body = content.readNBytes(MAX_ANSWER_BYTES);
      if (content.read() >= 0) {
        throw new IOException("an answer is larger than " + MAX_ANSWER_BYTES + " bytes");
      }
      return JsonAnswer.of(answer.getCode(), body);
    }
  }

  /** Ends calls under way at once. */
  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
