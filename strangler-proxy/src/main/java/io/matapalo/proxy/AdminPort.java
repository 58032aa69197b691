package io.matapalo.proxy;

import io.matapalo.proxy.admin.AdminDesk;
import io.matapalo.proxy.admin.AdminServer;
import io.matapalo.proxy.config.ConfigException;
import io.matapalo.proxy.config.ProxyConfig;
import io.matapalo.proxy.takeover.ListeningSocket.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin port of one proxy, if the configuration wants one. Thread-safe. */
final class AdminPort implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminPort.class);
  private static final int LEAST_TOKEN = 16;
  private static final long RETRY_MILLIS = 100;
  private static final int RETRIES = 600;

  private final Optional<Wanted> wanted;
  private final AtomicReference<Optional<AdminServer>> server =
      new AtomicReference<>(Optional.empty());
  private final CountDownLatch closed = new CountDownLatch(1);

  private AdminPort(Optional<Wanted> wanted) {
    this.wanted = wanted;
  }

  private record Wanted(int port, String token) {}

  /**
   * A port that is not open yet.
   *
   * @throws ConfigException if the token cannot be read or is too short
   */
  static AdminPort of(ProxyConfig config) {
    return new AdminPort(
        config
            .observation()
            .admin()
            .map(admin -> new Wanted(admin.port(), tokenIn(admin.tokenFile()))));
  }

  private static String tokenIn(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.length() < LEAST_TOKEN) {
        throw new ConfigException(
            "admin.token-file %s must hold at least %d characters, held %d"
                .formatted(file, LEAST_TOKEN, token.length()));
      }
      return token;
    } catch (IOException e) {
      throw new ConfigException("admin.token-file %s cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Opens it. A proxy that takes over waits for the other one to close its own, a minute at most,
   * on a thread of its own.
   *
   * @throws ProxyException if the port is taken
   */
  void open(AdminDesk desk, Claim claim) {
    if (wanted.isEmpty()) {
      return;
    }
    switch (claim) {
      case ALONE -> openNow(wanted.get(), desk);
      case TAKE_OVER -> {
        var _ = Thread.ofVirtual().name("admin-port").start(() -> openOnceFree(wanted.get(), desk));
      }
    }
  }

  private void openNow(Wanted settings, AdminDesk desk) {
    try {
      start(settings, desk);
    } catch (IOException e) {
      throw new ProxyException(
          "cannot open admin.port %d (%s); choose another or stop what holds it"
              .formatted(settings.port(), e.getMessage()),
          e);
    }
  }

  private void openOnceFree(Wanted settings, AdminDesk desk) {
    IOException last = new IOException("closed");
    try {
      for (int i = 0; i < RETRIES; i++) {
        try {
          start(settings, desk);
          return;
        } catch (IOException e) {
          last = e;
        }
        if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      LOG.error("Admin port stays closed. port={} reason={}", settings.port(), last.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Wanted settings, AdminDesk desk) throws IOException {
    AdminServer opened =
        AdminServer.start(
            settings.port(), settings.token(), desk, Executors.newVirtualThreadPerTaskExecutor());
    server.set(Optional.of(opened));
    if (closed.getCount() == 0) {
      opened.close();
    }
  }

  /** The port; empty if it is not open. */
  OptionalInt number() {
    return server.get().map(open -> OptionalInt.of(open.port())).orElseGet(OptionalInt::empty);
  }

  @Override
  public void close() {
    closed.countDown();
    server.get().ifPresent(AdminServer::close);
  }
}
