package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.turnstile.cache.HostCache;
import jakarta.ejb.EJB;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Inside the server: the cache over a real memcached, which is killed and started from outside. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostCacheIT extends InsideTurnstile {
  @EJB private HostCache cache;

  /** Puts until it can be read back: the connection is made beside the requests. */
  private void putUntilKept(String key, Serializable value) throws Exception {
    Serializable kept =
        asked(
            () -> {
              cache.put(key, value, 600);
              return cache.get(key, Serializable.class);
            },
            value::equals);
    assertEquals(value, kept);
  }

  @Test
  @Order(1)
  void keepsGivesBackAndForgets() throws Exception {
    putUntilKept("before-the-kill", "kept");
    putUntilKept("rows", new ArrayList<>(List.of("A1", "A2")));
    assertNull(cache.get("rows", String.class), "another class");

    cache.remove("rows");

    assertNull(cache.get("rows", ArrayList.class));
    String other = asked(() -> cache.get("before-the-kill", String.class), Objects::nonNull);
    assertEquals("kept", other);
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
  void isUsedAgainOnceItIsBack() throws Exception {
    putUntilKept("after-the-restart", "kept");
    assertNull(cache.get("while-away", String.class));
  }
}
