package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of host names. A look-up is made on a thread of its own, never by whoever asks; the
 * last good answer stays when one fails. Thread-safe; {@link #addressesOf} never blocks.
 */
public final class Names {

  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  private final Lookup lookup;
  private final ThreadFactory threads;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** Asks the name service; may block. */
  @FunctionalInterface
  public interface Lookup {

    /** All addresses of a host. */
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /** What is known of one host, and where the next connection begins. Thread-safe. */
  private record Known(List<InetAddress> addresses, AtomicInteger next) {}

  /** Knows nothing yet; each look-up gets a thread. */
  public Names(Lookup lookup, ThreadFactory threads) {
    this.lookup = lookup;
    this.threads = threads;
  }

  /**
   * Looks hosts up at the same time; returns when all have an answer or the time is over. A later
   * answer is taken nevertheless.
   */
  public void lookUp(Collection<String> hosts, Duration atMost) throws InterruptedException {
    Set<String> wanted = Set.copyOf(hosts);
    CountDownLatch done = new CountDownLatch(wanted.size());
    wanted.forEach(host -> begin(host, done::countDown));
    if (!done.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Name service is slow. hosts={} waited={}", wanted, atMost);
    }
  }

  /** Looks hosts up again without waiting for answers, and forgets all others. */
  void refresh(Collection<String> hosts) {
    Set<String> wanted = Set.copyOf(hosts);
    known.keySet().retainAll(wanted);
    wanted.forEach(host -> begin(host, () -> {}));
  }

  /** One look-up of a host at a time: a name service that hangs holds one thread for each. */
  private void begin(String host, Runnable onEnd) {
    if (!underWay.add(host)) {
      onEnd.run();
      return;
    }
    threads
        .newThread(() -> {
          try {
            lookUp(host);
          } finally {
            underWay.remove(host);
            onEnd.run();
          }
        })
        .start();
  }

  private void lookUp(String host) {
    try {
      List<InetAddress> found = List.of(lookup.all(host));
      Known before = known.put(host, new Known(found, new AtomicInteger()));
      if (before != null && !Set.copyOf(before.addresses).equals(Set.copyOf(found))) {
        LOG.info("Host has other addresses. host={} addresses={}", host, found);
      }
    } catch (UnknownHostException e) {
      LOG.warn(
          "Host cannot be looked up. host={} reason={} known={}",
          host,
          e.getMessage(),
          known.containsKey(host));
    }
  }

  /**
   * All addresses of an instance, each of them first in its turn; empty as long as none is known.
   */
  List<InetSocketAddress> addressesOf(Instance instance) {
    Known host = known.get(instance.host());
    if (host == null || host.addresses.isEmpty()) {
      return List.of();
    }
    int count = host.addresses.size();
    if (count == 1) {
      return List.of(new InetSocketAddress(host.addresses.getFirst(), instance.port()));
    }
    int first = Math.floorMod(host.next.getAndIncrement(), count);
    List<InetSocketAddress> turned = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      turned.add(new InetSocketAddress(host.addresses.get((first + i) % count), instance.port()));
    }
    return turned;
  }
}
