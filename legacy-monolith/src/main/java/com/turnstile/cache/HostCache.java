package com.turnstile.cache;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;

/**
 * The memcached of this host, which the instances of Turnstile on it share. It may lose anything at
 * any time, and while it is away everything is a miss: no request fails for it. Without an address
 * in the system property there is no cache.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class HostCache {
  /** Host and port; unset or blank for no cache. */
  public static final String ADDRESS = "turnstile.memcached";

  private static final Logger LOG = Logger.getLogger(HostCache.class.getName());
  private static final long TIMEOUT_MILLIS = 200;
  private static final int LONGEST_SECONDS = 30 * 24 * 60 * 60;
  private static final int RECONNECT_SECONDS = 2;
  private static final int TIMEOUTS_UNTIL_RECONNECT = 20;

  private MemcachedClient client;

  @PostConstruct
  public void open() {
    String address = System.getProperty(ADDRESS, "").trim();
    if (address.isEmpty()) {
      return;
    }
    try {
      List<InetSocketAddress> servers = AddrUtil.getAddresses(address);
      client =
          new MemcachedClient(
              new ConnectionFactoryBuilder()
                  .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                  .setOpTimeout(TIMEOUT_MILLIS)
                  .setOpQueueMaxBlockTime(TIMEOUT_MILLIS)
                  .setFailureMode(FailureMode.Cancel)
                  .setMaxReconnectDelay(RECONNECT_SECONDS)
                  .setTimeoutExceptionThreshold(TIMEOUTS_UNTIL_RECONNECT)
                  .setUseNagleAlgorithm(false)
                  .setDaemon(true)
                  .setInitialObservers(List.of(new ConnectionLog(address)))
                  .build(),
              servers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "system property " + ADDRESS + " must be host:port, was " + address, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a client for the memcached at " + address, e);
    }
  }

  /** The value, or null if it is not there, is of another class, or the cache is away. */
  public <T> T get(String key, Class<T> type) {
    if (client == null) {
      return null;
    }
    try {
      Object value = client.get(key);
      return type.isInstance(value) ? type.cast(value) : null;
    } catch (RuntimeException e) {
      miss("get", e);
      return null;
    }
  }

  /** Keeps the value for that long, at most 30 days. Does not wait for the cache. */
  public void put(String key, Serializable value, int seconds) {
    if (client == null) {
      return;
    }
    try {
      Future<Boolean> _ = client.set(key, Math.min(seconds, LONGEST_SECONDS), value);
    } catch (RuntimeException e) {
      miss("put", e);
    }
  }

  /**
   * Forgets the value. Does not wait for the cache, but a later get of this host comes after it.
   */
  public void remove(String key) {
    if (client == null) {
      return;
    }
    try {
      Future<Boolean> _ = client.delete(key);
    } catch (RuntimeException e) {
      miss("remove", e);
    }
  }

  @PreDestroy
  public void close() {
    if (client != null) {
      client.shutdown(1, TimeUnit.SECONDS);
      client = null;
    }
  }

  // Without the message: it may hold the key.
  private static void miss(String action, RuntimeException e) {
    LOG.log(
        Level.FINE, "memcached: {0} missed: {1}", new Object[] {action, e.getClass().getName()});
  }
}
