package io.matapalo.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Look-ups of names on other threads, and what is kept of them. */
class NamesTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instance SHOP = new Instance("one", "shop_1", 80, 1);

  private final Map<String, List<String>> zone = new ConcurrentHashMap<>();
  private final Set<Thread> askedBy = ConcurrentHashMap.newKeySet();
  private final Names names = new Names(this::ask, Thread.ofPlatform().daemon().factory());

  private InetAddress[] ask(String host) throws UnknownHostException {
    askedBy.add(Thread.currentThread());
    List<String> found = zone.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  @Test
  void eachAddressIsFirstInItsTurn() throws InterruptedException {
    zone.put("shop_1", List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    names.lookUp(List.of("shop_1"), LIMIT);
    Set<InetSocketAddress> first = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      List<InetSocketAddress> all = names.addressesOf(SHOP);
      assertThat(all).hasSize(3).doesNotHaveDuplicates();
      first.add(all.getFirst());
    }
    assertThat(first).hasSize(3);
    assertThat(askedBy).doesNotContain(Thread.currentThread());
  }

  @Test
  void lastGoodAnswerStaysWhenALookUpFails() throws InterruptedException {
    zone.put("shop_1", List.of("10.0.0.1"));
    names.lookUp(List.of("shop_1"), LIMIT);
    zone.clear();
    names.lookUp(List.of("shop_1"), LIMIT);
    assertThat(names.addressesOf(SHOP)).hasSize(1);
    names.refresh(List.of());
    assertThat(names.addressesOf(SHOP)).isEmpty();
  }

  /** A name service that hangs would have stalled every request of the I/O thread. */
  @Test
  void hangingNameServiceHoldsNobodyUpAndOneThread() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(1);
    Names hanging =
        new Names(
            host -> {
              askedBy.add(Thread.currentThread());
              try {
                answers.await();
              } catch (InterruptedException e) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {InetAddress.ofLiteral("10.0.0.9")};
            },
            Thread.ofPlatform().daemon().factory());
    hanging.refresh(List.of("shop_1"));
    Awaitility.await().atMost(LIMIT).until(() -> askedBy.size() == 1);
    hanging.refresh(List.of("shop_1"));
    assertThat(hanging.addressesOf(SHOP)).isEmpty();
    assertThat(askedBy).hasSize(1);
    answers.countDown();
    Awaitility.await().atMost(LIMIT).until(() -> !hanging.addressesOf(SHOP).isEmpty());
  }
}
