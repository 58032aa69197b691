package io.matapalo.perf.launcher.proxies;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.matapalo.perf.bench.closedloop.ClosedLoop;
import io.matapalo.perf.bench.closedloop.FixedRequest;
import io.matapalo.perf.launcher.costs.JavaMemory;
import io.matapalo.perf.launcher.demo.DemoException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sends requests whose users, addresses, elements and targets are new again and again, on
 * connections that come and go, and looks from time to time at what the proxy keeps. Confined to
 * one thread.
 */
final class ProxyEnduranceRun implements AutoCloseable {
  /** How often the proxy is looked at. */
  static final int READINGS = 20;

  /** So many requests have one user, and the connections that are open for them. */
  static final int PIECE = 1_000;

  static final int CONNECTIONS = 16;
  private static final int BYTE = 256;

  private final ProxyCostRun.Load load;
  private final Consumer<String> progress;
  private final RunningProxy backEnd;
  private final RunningProxy proxy;

  private ProxyEnduranceRun(
      ProxyCostRun.Load load, Consumer<String> progress, RunningProxy backEnd, RunningProxy proxy) {
    this.load = load;
    this.progress = progress;
    this.backEnd = backEnd;
    this.proxy = proxy;
  }

  /** Starts proxy and back end. */
  static ProxyEnduranceRun start(
      ProxyStarter starter, ProxyCostRun.Load load, Consumer<String> progress)
      throws InterruptedException {
    RunningProxy backEnd = starter.start(Contender.DIRECT);
    try {
      return new ProxyEnduranceRun(load, progress, backEnd, starter.start(Contender.STRANGLER));
    } catch (DemoException | InterruptedException e) {
      backEnd.close();
      throw e;
    }
  }

  /**
   * What the proxy keeps.
   *
   * @param requests answered until then
   * @param memory after a full collection
   */
  record Reading(long requests, JavaMemory memory, long threads, long descriptors) {}

  /** Sends as many requests, of which the last few may be more than asked for. */
  List<Reading> run(int requests) throws InterruptedException {
    List<Reading> readings = new ArrayList<>();
    int pieces = Math.max(1, requests / PIECE / READINGS);
    for (int reading = 0; reading < READINGS; reading++) {
      for (int piece = 0; piece < pieces; piece++) {
        send(reading * pieces + piece);
      }
      Reading now = read((reading + 1L) * pieces * PIECE);
      readings.add(now);
      progress.accept(
          "%,d requests: %d MiB of heap in use, %d MiB resident"
              .formatted(now.requests(), now.memory().liveHeap(), now.memory().resident()));
    }
    return readings;
  }

  private void send(int piece) throws InterruptedException {
    FixedRequest request = request(piece);
    try (ClosedLoop loop =
        ClosedLoop.open(proxy.address(), load.clients(), CONNECTIONS, load.threads())) {
      loop.send(request, PIECE);
    }
    leave(request);
  }

  /** A client that goes away within its request. */
  private void leave(FixedRequest request) {
    try (Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
      String half = request.message().substring(0, request.message().length() / 2);
      socket.getOutputStream().write(half.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new DemoException("the proxy takes no connection: " + e.getMessage(), e);
    }
  }

  private static FixedRequest request(int piece) {
    FixedRequest request =
        switch (piece % 4) {
          case 0 -> Traffic.SOAP_POST.request();
          case 1 -> FixedRequest.get("/shop/small?n=" + piece);
          case 2 -> unknown("n" + piece);
          default -> FixedRequest.get("/shop/small?{" + piece + "}");
        };
    String fields =
        "X-User: user-%d\r\nX-Forwarded-For: 10.1.%d.%d\r\n"
            .formatted(piece, piece / BYTE % BYTE, piece % BYTE);
    return new FixedRequest(request.message().replaceFirst("Host: ", fields + "Host: "));
  }

  private static FixedRequest unknown(String name) {
    return FixedRequest.soap(
        "/shop/checkout",
        name,
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
        <s:Body><p:%s xmlns:p="urn:%s" %s=""/></s:Body></s:Envelope>
        """
            .formatted(name, name, name));
  }

  private Reading read(long requests) throws InterruptedException {
    return new Reading(requests, JavaMemory.of(proxy.pid()), entries("task"), entries("fd"));
  }

  private long entries(String folder) {
    try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(proxy.pid()), folder))) {
      return entries.count();
    } catch (IOException e) {
      throw new DemoException("the proxy has ended: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    proxy.close();
    backEnd.close();
  }
}
