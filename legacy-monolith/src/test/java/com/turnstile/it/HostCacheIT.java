package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.turnstile.cache.HostCache;
import jakarta.ejb.EJB;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Inside the server: the cache over a real memcached, which is killed and started from outside. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostCacheIT extends InsideTurnstile {
  private static final long PATIENCE_SECONDS = 120;

  @EJB private HostCache cache;

  /** Puts until it can be read back: the connection is made beside the requests. */
  private void putUntilKept(String key) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (cache.get(key, String.class) == null && System.nanoTime() < end) {
      cache.put(key, "kept", 600);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertEquals("kept", cache.get(key, String.class));
  }

  @Test
  @Order(1)
  void keepsGivesBackAndForgets() {
    putUntilKept("before-the-kill");
    cache.put("rows", new ArrayList<>(List.of("A1", "A2")), 600);
    assertEquals(List.of("A1", "A2"), cache.get("rows", ArrayList.class));
    assertNull(cache.get("rows", String.class), "another class");

    cache.remove("rows");

    assertNull(cache.get("rows", ArrayList.class));
    assertNotNull(cache.get("before-the-kill", String.class));
  }

  @Test
  @Order(2)
  @RunAsClient
  void isKilled() {
    Surroundings.killMemcached();
  }

  @Test
  @Order(3)
  void everythingIsMissWhileItIsAway() {
    for (int i = 0; i < 100; i++) {
      assertNull(cache.get("before-the-kill", String.class));
      cache.put("while-away", "lost", 600);
      cache.remove("before-the-kill");
    }
  }

  @Test
  @Order(4)
  @RunAsClient
  void isStartedAgain() {
    Surroundings.restartMemcached();
  }

  @Test
  @Order(5)
  void isUsedAgainOnceItIsBack() {
    putUntilKept("after-the-restart");
    assertNull(cache.get("while-away", String.class));
  }
}
