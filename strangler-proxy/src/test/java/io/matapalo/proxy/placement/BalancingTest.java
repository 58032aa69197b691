package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The modes that know no client: turns, and the fewest requests in flight. */
class BalancingTest {

  private static final IpAddress CLIENT = IpAddress.parse("10.0.0.1").orElseThrow();

  private static List<Instance> members(int... weights) {
    List<Instance> members = new ArrayList<>();
    for (int weight : weights) {
      members.add(new Instance("i" + members.size(), "127.0.0.1", 80, weight));
    }
    return members;
  }

  private static List<String> order(Placement placement) {
    return placement.order(CLIENT, CLIENT).stream().map(Instance::name).toList();
  }

  private static String first(Placement placement) {
    return order(placement).getFirst();
  }

  @Test
  void turnsFollowTheWeightsAndAreEvenlySpread() {
    List<Instance> members = members(1, 2, 4);
    Turns turns = new Turns(Roster.of(members, members), new AtomicInteger());
    List<String> round = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      round.add(first(turns));
    }
    assertThat(round).containsExactly("i2", "i1", "i2", "i0", "i2", "i1", "i2");
    assertThat(List.of(first(turns), first(turns))).containsExactly("i2", "i1");
  }

  @Test
  void equalInstancesTakeTurnsInTheConfiguredOrder() {
    List<Instance> members = members(3, 3, 3);
    Turns turns = new Turns(Roster.of(members, members), new AtomicInteger());
    assertThat(List.of(first(turns), first(turns), first(turns), first(turns)))
        .containsExactly("i0", "i1", "i2", "i0");
  }

  /** A counter that overflows must not end in a negative index. */
  @Test
  void turnsGoOnAfterTheCounterHasOverflowed() {
    List<Instance> members = members(1, 1, 1);
    Turns turns = new Turns(Roster.of(members, members), new AtomicInteger(Integer.MAX_VALUE - 1));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      counts.merge(first(turns), 1, Integer::sum);
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder("i0", "i1", "i2");
  }

  @Test
  void othersFollowInTheConfiguredOrderAndDrainingOnesLast() {
    List<Instance> members = members(1, 0, 1, 1);
    Turns turns = new Turns(Roster.of(members, members), new AtomicInteger(1));
    assertThat(order(turns)).containsExactly("i2", "i3", "i0", "i1");
  }

  @Test
  void requestGoesWhereFewestAreInFlightForTheWeight() {
    List<Instance> members = members(1, 2);
    InFlight inFlight = new InFlight();
    LeastConnections least =
        new LeastConnections(Roster.of(members, members), inFlight, new AtomicInteger());
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String chosen = first(least);
      inFlight.at(chosen).incrementAndGet();
      counts.merge(chosen, 1, Integer::sum);
    }
    assertThat(counts).containsEntry("i0", 100).containsEntry("i1", 200);
    inFlight.at("i0").addAndGet(-50);
    for (int i = 0; i < 50; i++) {
      assertThat(first(least)).isEqualTo("i0");
      inFlight.at("i0").incrementAndGet();
    }
  }

  @Test
  void idleInstancesTakeTurns() {
    List<Instance> members = members(1, 1, 1);
    LeastConnections least =
        new LeastConnections(Roster.of(members, members), new InFlight(), new AtomicInteger());
    assertThat(List.of(first(least), first(least), first(least))).containsExactly("i0", "i1", "i2");
    assertThat(order(least)).containsExactly("i0", "i1", "i2");
    assertThat(order(least)).containsExactly("i1", "i2", "i0");
  }

  @Test
  void weightCountsOnIdleInstancesToo() {
    List<Instance> members = members(1, 2);
    LeastConnections least =
        new LeastConnections(Roster.of(members, members), new InFlight(), new AtomicInteger());
    assertThat(List.of(first(least), first(least))).containsExactly("i1", "i1");
  }
}
