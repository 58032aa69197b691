package com.turnstile.cache;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.spy.memcached.ConnectionObserver;

/** Says when the cache is lost and when it is back, once each. */
final class ConnectionLog implements ConnectionObserver {
  private static final Logger LOG = Logger.getLogger(HostCache.class.getName());

  private final String address;
  private final AtomicBoolean lost = new AtomicBoolean();

  ConnectionLog(String address) {
    this.address = address;
  }

  @Override
  public void connectionEstablished(SocketAddress server, int reconnectCount) {
    lost.set(false);
    LOG.log(Level.INFO, "memcached: connected to {0}", address);
  }

  @Override
  public void connectionLost(SocketAddress server) {
    if (lost.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "memcached: no connection to {0}; everything is a miss until it is back",
          address);
    }
  }
}
