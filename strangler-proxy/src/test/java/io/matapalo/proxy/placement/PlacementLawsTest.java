package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.stickiness.AffinitySettings.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in every mode. */
class PlacementLawsTest {

  private static Placement placement(Mode mode, Roster roster) {
    return switch (mode) {
      case ROUND_ROBIN -> new Turns(roster, new AtomicInteger());
      case LEAST_CONNECTIONS -> new LeastConnections(roster, new InFlight(), new AtomicInteger());
      case IP_HASH -> new RendezvousHash(roster);
      case NGINX_IP_HASH -> new NginxIpHash(roster, AddressForm.NATIVE);
      case HAPROXY_SOURCE -> new HaproxyMap(roster, AddressForm.NATIVE);
      case HAPROXY_CONSISTENT -> new HaproxyRing(roster, AddressForm.NATIVE, Map.of());
    };
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
    Placement placement = placement(mode, roster);
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
