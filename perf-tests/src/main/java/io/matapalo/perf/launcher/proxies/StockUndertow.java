package io.matapalo.perf.launcher.proxies;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Undertow's own {@code ProxyHandler} as a program: one I/O thread, two instances, connections kept
 * open. It does not look into bodies and sets no request id. Undertow sticks to cookies only; the
 * choice by client address is added here.
 */
final class StockUndertow {
  private static final int CONNECTIONS = 64;
  private static final int QUEUE = 500;
  private static final int REQUEST_MILLIS = 60_000;

  private StockUndertow() {}

  /** Arguments: the port to listen at, then those of the instances. */
  public static void main(String[] ports) {
    List<ProxyClient> instances = new ArrayList<>();
    for (int i = 1; i < ports.length; i++) {
      instances.add(
          new LoadBalancingProxyClient()
              .setConnectionsPerThread(CONNECTIONS)
              .setMaxQueueSize(QUEUE)
              .addHost(URI.create("http://127.0.0.1:" + ports[i])));
    }
    Undertow.builder()
        .setIoThreads(1)
        .addHttpListener(Integer.parseInt(ports[0]), "127.0.0.1")
        .setHandler(
            ProxyHandler.builder()
                .setProxyClient(new ByAddress(instances))
                .setMaxRequestTime(REQUEST_MILLIS)
                .build())
        .build()
        .start();
  }

  /** Sends a client to the instance that its address stands for. Thread-safe. */
  private record ByAddress(List<ProxyClient> instances) implements ProxyClient {
    private ProxyClient of(HttpServerExchange exchange) {
      int hash = exchange.getSourceAddress().getAddress().hashCode();
      return instances.get(Math.floorMod(hash, instances.size()));
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
      return of(exchange).findTarget(exchange);
    }

    @Override
    public List<ProxyTarget> getAllTargets() {
      return instances.stream().flatMap(one -> one.getAllTargets().stream()).toList();
    }

    @Override
    public void getConnection(
        ProxyTarget target,
        HttpServerExchange exchange,
        ProxyCallback<ProxyConnection> callback,
        long timeout,
        TimeUnit unit) {
      of(exchange).getConnection(target, exchange, callback, timeout, unit);
    }
  }
}
