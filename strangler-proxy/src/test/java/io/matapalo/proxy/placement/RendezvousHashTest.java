package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of the rendezvous hash. */
class RendezvousHashTest {

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static List<Instance> instances(int... weights) {
    List<Instance> instances = new ArrayList<>();
    for (int weight : weights) {
      instances.add(new Instance("i" + instances.size(), "127.0.0.1", 80, weight));
    }
    return instances;
  }

  private static IpAddress client(int number) {
    return new IpAddress(0, 0xFFFF_0A00_0000L + number);
  }

  /**
   * Proxies of two versions stand side by side during an upgrade: they must send a client alike.
   */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,i1 i3 i2 i0",
    "10.0.0.2,i0 i1 i3 i2",
    "192.168.7.9,i3 i2 i1 i0",
    "2001:db8::1,i1 i3 i2 i0",
    "2001:db8:1::ff,i2 i3 i1 i0",
    "::1,i1 i3 i2 i0"
  })
  void orderIsTheSameInEveryVersion(String client, String names) {
    assertThat(RendezvousHash.order(ip(client), instances(1, 2, 3, 4)))
        .extracting(Instance::name)
        .containsExactly(names.split(" ", -1));
  }

  @Test
  void orderIsAPermutationAndAlwaysTheSame() {
    List<Instance> instances = instances(1, 1, 1, 1);
    for (int i = 0; i < 1_000; i++) {
      List<Instance> order = RendezvousHash.order(client(i), instances);
      assertThat(order).containsExactlyInAnyOrderElementsOf(instances);
      assertThat(RendezvousHash.order(client(i), instances.reversed())).isEqualTo(order);
    }
  }

  @Test
  void oneInstanceHasAllClientsAndTwoShareThem() {
    List<Instance> two = instances(1, 1);
    List<Instance> one = two.subList(0, 1);
    assertThat(RendezvousHash.order(client(1), one)).isEqualTo(one);
    assertThat(IntStream.range(0, 100).mapToObj(i -> RendezvousHash.order(client(i), two)))
        .contains(two, two.reversed());
  }

  @Test
  void removingOneOfFourMovesItsOwnClientsOnly() {
    List<Instance> four = instances(1, 1, 1, 1);
    List<Instance> three = four.subList(0, 3);
    int moved = 0;
    int clients = 100_000;
    for (int i = 0; i < clients; i++) {
      Instance before = RendezvousHash.order(client(i), four).getFirst();
      Instance after = RendezvousHash.order(client(i), three).getFirst();
      if (!before.equals(after)) {
        assertThat(before).isEqualTo(four.get(3));
        moved++;
      }
    }
    assertThat(100.0 * moved / clients).isCloseTo(25, within(1.0));
  }

  @Test
  void sharesFollowTheWeights() {
    List<Instance> instances = instances(1, 2, 5);
    Map<String, Integer> counts = new HashMap<>();
    int clients = 100_000;
    for (int i = 0; i < clients; i++) {
      counts.merge(RendezvousHash.order(client(i), instances).getFirst().name(), 1, Integer::sum);
    }
    assertThat(100.0 * counts.getOrDefault("i0", 0) / clients).isCloseTo(12.5, within(1.0));
    assertThat(100.0 * counts.getOrDefault("i1", 0) / clients).isCloseTo(25, within(1.0));
    assertThat(100.0 * counts.getOrDefault("i2", 0) / clients).isCloseTo(62.5, within(1.0));
  }

  @Test
  void addingOneMovesClientsToItAndNowhereElse() {
    List<Instance> four = instances(1, 2, 3, 4);
    List<Instance> three = four.subList(0, 3);
    int moved = 0;
    int clients = 100_000;
    for (int i = 0; i < clients; i++) {
      Instance before = RendezvousHash.order(client(i), three).getFirst();
      Instance after = RendezvousHash.order(client(i), four).getFirst();
      if (!before.equals(after)) {
        assertThat(after).isEqualTo(four.get(3));
        moved++;
      }
    }
    assertThat(100.0 * moved / clients).isCloseTo(40, within(1.0));
  }

  /** A client that a ramp has brought to an instance stays there while the ramp goes on. */
  @Test
  void rampOfOneWeightIsMonotone() {
    List<Instance> members = instances(100, 100, 100);
    int clients = 10_000;
    boolean[] there = new boolean[clients];
    double before = 0;
    for (double factor : new double[] {0.01, 0.05, 0.1, 0.25, 0.5, 0.9, 1}) {
      Instance ramping = members.get(2).ramped(factor);
      List<Instance> usable = List.of(members.get(0), members.get(1), ramping);
      RendezvousHash hash = new RendezvousHash(Roster.of(usable, usable));
      int count = 0;
      for (int i = 0; i < clients; i++) {
        IpAddress client = client(i);
        boolean now = hash.order(client, client).getFirst().equals(ramping);
        assertThat(there[i] && !now).as("client %d left at %s", i, factor).isFalse();
        there[i] = now;
        count += now ? 1 : 0;
      }
      double share = 100 * factor / (2 + factor);
      assertThat(100.0 * count / clients).isCloseTo(share, within(1.5)).isGreaterThan(before);
      before = 100.0 * count / clients;
    }
  }

  /** More clients than places in the table of the latest, each asking again and again. */
  @Test
  void rememberedOrderIsTheComputedOne() {
    for (int[] weights : new int[][] {{1, 1, 1}, {1, 2, 3}}) {
      List<Instance> members = instances(weights);
      RendezvousHash hash = new RendezvousHash(Roster.of(members, members));
      for (int i = 0; i < 20_000; i++) {
        IpAddress client = client(i * 7_919 % 6_000);
        assertThat(hash.order(client, client)).isEqualTo(RendezvousHash.order(client, members));
      }
    }
  }

  @Test
  void secondChoiceIsTheFirstOnceTheFirstIsGone() {
    for (int[] weights : new int[][] {{1, 1, 1, 1}, {1, 2, 3, 4}}) {
      List<Instance> members = instances(weights);
      for (int i = 0; i < 1_000; i++) {
        List<Instance> order = RendezvousHash.order(client(i), members);
        List<Instance> left = new ArrayList<>(members);
        left.remove(order.getFirst());
        assertThat(RendezvousHash.order(client(i), left)).isEqualTo(order.subList(1, 4));
      }
    }
  }

  @Test
  void instanceOfWeightZeroComesLastAndTakesNobody() {
    List<Instance> members = instances(1, 0, 1);
    for (int i = 0; i < 100; i++) {
      assertThat(RendezvousHash.order(client(i), members))
          .hasSize(3)
          .last()
          .isEqualTo(members.get(1));
    }
    List<Instance> idle = instances(0, 0);
    assertThat(IntStream.range(0, 100).mapToObj(i -> RendezvousHash.order(client(i), idle)))
        .contains(idle, idle.reversed());
  }

  @Test
  void rampIsAPartOfOne() {
    Instance instance = instances(1).getFirst();
    for (double part : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> instance.ramped(part))
          .hasMessageContaining("ramp must be above 0 and at most 1, was ");
    }
  }

  @Test
  void tableOfLogarithmsChoosesAsTheExactOnesDo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int[] weights : new int[][] {{1, 2, 3}, {1, 1000}, {7, 7, 8, 8, 9}}) {
      List<Instance> members = instances(weights);
      RendezvousHash hash = new RendezvousHash(Roster.of(members, members));
      for (int i = 0; i < 20_000; i++) {
        DataKey key = new DataKey(random.nextLong(), random.nextLong());
        assertThat(hash.highestScore(key) == hash.exactHighestScore(key))
            .as("%s, seed %d", key, seed)
            .isTrue();
      }
    }
  }

  @Test
  void exactChoiceDoesNotDependOnTheOrderOfTheList() {
    List<Instance> members = instances(1, 2, 3, 4);
    RendezvousHash hash = new RendezvousHash(Roster.of(members, members));
    List<Instance> reversed = members.reversed();
    RendezvousHash other = new RendezvousHash(Roster.of(reversed, reversed));
    for (int i = 0; i < 1_000; i++) {
      assertThat(reversed.get(other.exactHighestScore(client(i))))
          .isEqualTo(members.get(hash.exactHighestScore(client(i))));
    }
  }

  @Test
  void tableOfLogarithmsIsWithinItsError() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      double value =
          i % 2 == 0 ? random.nextDouble() : 1 - Math.scalb(random.nextDouble(), -i % 50);
      double near = Math.max(value, 0x1.0p-54);
      assertThat(Math.abs(LogTable.ln(near) - Math.log(near)) < LogTable.ERROR)
          .as("%s", near)
          .isTrue();
    }
  }
}
