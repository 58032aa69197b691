package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in every mode. */
class PlacementLawsTest {

  /** The modes, each as it is made for a roster. */
  enum Mode {
    ROUND_ROBIN(roster -> new Turns(roster, new AtomicInteger())),
    LEAST_CONNECTIONS(roster -> new LeastConnections(roster, new InFlight(), new AtomicInteger())),
    IP_HASH(RendezvousHash::new),
    NGINX(roster -> new NginxIpHash(roster, AddressForm.NATIVE)),
    HAPROXY_SOURCE(roster -> new HaproxyMap(roster, AddressForm.NATIVE)),
    HAPROXY_CONSISTENT(roster -> new HaproxyRing(roster, AddressForm.NATIVE, Map.of()));

    private final Function<Roster, Placement> made;

    Mode(Function<Roster, Placement> made) {
      this.made = made;
    }
  }

  private static List<Instance> members(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Instance("i" + i, "127.0.0.1", 80, weights[i]))
        .toList();
  }

  private static List<Instance> without(List<Instance> members, int index) {
    List<Instance> rest = new ArrayList<>(members);
    rest.remove(index);
    return rest;
  }

  /** The orders of many clients. */
  private static List<List<Instance>> orders(Mode mode, Roster roster) {
    Placement placement = mode.made.apply(roster);
    return IntStream.range(0, 500)
        .mapToObj(i -> new IpAddress(0, 0xFFFF_0A00_0000L + i * 7_919L))
        .map(client -> placement.order(client, client))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void orderNamesEachUsableInstanceOnceAndDrainingOnesLast(Mode mode) {
    List<Instance> members = members(2, 0, 1, 0, 3, 1);
    List<Instance> usable = without(members, 2);
    assertThat(orders(mode, Roster.of(members, usable)))
        .allSatisfy(order -> {
          assertThat(order.subList(0, 3))
              .containsExactlyInAnyOrder(members.get(0), members.get(4), members.get(5));
          assertThat(order.subList(3, order.size()))
              .containsExactlyInAnyOrder(members.get(1), members.get(3));
        });
  }

  @ParameterizedTest
  @EnumSource
  void onlyUsableInstanceTakesEverybody(Mode mode) {
    List<Instance> members = members(1, 1, 0);
    for (Instance only : members) {
      assertThat(orders(mode, Roster.of(members, List.of(only))))
          .allSatisfy(order -> assertThat(order).containsExactly(only));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereAllAreDrainingAnAnswerIsBetterThanNone(Mode mode) {
    List<Instance> members = members(0, 0, 0);
    assertThat(orders(mode, Roster.of(members, members)))
        .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(members));
  }
}
