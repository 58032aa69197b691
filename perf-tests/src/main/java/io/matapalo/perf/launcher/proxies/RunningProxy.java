package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.launcher.costs.ProcessMeter;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.testkit.server.ProcessPlan;
import io.matapalo.testkit.server.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;

/** A contender, or the back end, that takes connections. Confined to one thread. */
final class RunningProxy implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final int LAST_CHARACTERS = 2_000;

  private final SupervisedProcess process;
  private final InetSocketAddress address;

  private RunningProxy(SupervisedProcess process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Returns once the port takes connections; throws, with the end of the log, if it does not. */
  static RunningProxy start(ProcessPlan plan, int port, MonotonicClock clock)
      throws InterruptedException {
    SupervisedProcess process = SupervisedProcess.start(plan);
    RunningProxy proxy =
        new RunningProxy(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    long deadline = clock.nanos() + READY.toNanos();
    while (!proxy.takesConnections()) {
      if (!process.isAlive() || clock.nanos() > deadline) {
        process.kill();
        throw new DemoException(
            "%s takes no connections at port %d; the end of %s:%n%s"
                .formatted(plan.command().getFirst(), port, plan.logFile(), proxy.lastWords()));
      }
      clock.waitUntil(clock.nanos() + BETWEEN.toNanos());
    }
    return proxy;
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(READY.toMillis()));
      return true;
    } catch (IOException e) {
      // Not yet.
      return false;
    }
  }

  private String lastWords() {
    try {
      String log = Files.readString(process.logFile());
      return log.substring(Math.max(0, log.length() - LAST_CHARACTERS)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + process.logFile(), e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** The program that was started. */
  long pid() {
    return process.pid();
  }

  /** Of all its processes. */
  ProcessMeter meter() {
    return ProcessMeter.ofTree(process.pid());
  }

  @Override
  public void close() {
    process.close();
  }
}
