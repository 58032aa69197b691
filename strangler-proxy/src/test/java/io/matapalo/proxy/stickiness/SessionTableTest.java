package io.matapalo.proxy.stickiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.AffinityKey;
import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import io.matapalo.proxy.placement.DataKey;
import io.matapalo.proxy.placement.RendezvousHash;
import io.matapalo.proxy.placement.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of sessions: bounded, and fair when it places. */
class SessionTableTest {

  private static final IpAddress NOBODY = new IpAddress(0, 0);

  private final AtomicLong now = new AtomicLong();

  private SessionTable table(int most) {
    return new SessionTable(most, Duration.ofSeconds(10), () -> Instant.ofEpochMilli(now.get()));
  }

  private static List<Instance> members(int... weights) {
    List<Instance> members = new ArrayList<>();
    for (int weight : weights) {
      members.add(new Instance("i" + members.size(), "127.0.0.1", 80, weight));
    }
    return members;
  }

  private static AffinityKey user(int number) {
    return DataKey.of("header X-User", "user-" + number);
  }

  private static Instance place(SessionTable table, AffinityKey key, Roster roster, int percent) {
    return table.place(key, new RendezvousHash(roster).order(NOBODY, key), roster, percent);
  }

  /** No instance ever has more than its part of the bound; whoever is placed stays. */
  @ParameterizedTest
  @ValueSource(ints = {100, 105, 110, 125, 150})
  void boundHoldsAtEveryMomentAndNobodyMoves(int percent) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int[] weights : new int[][] {{1, 1, 1, 1}, {1, 2, 3}, {5, 1, 1, 1, 1, 1, 1}}) {
      List<Instance> members = members(weights);
      Roster roster = Roster.of(members, members);
      int sum = members.stream().mapToInt(Instance::weight).sum();
      SessionTable table = table(100_000);
      Map<AffinityKey, Instance> homes = new HashMap<>();
      for (int placed = 1; placed <= 2_000; placed++) {
        AffinityKey key = user(placed);
        homes.put(key, place(table, key, roster, percent));
        for (Instance member : members) {
          double bound = Math.ceil(placed * (double) member.weight() / sum * percent / 100 - 1e-9);
          assertThat((double) table.count(member)).as("seed %d", seed).isLessThanOrEqualTo(bound);
        }
        AffinityKey known = user(1 + random.nextInt(placed));
        assertThat(place(table, known, roster, percent)).isEqualTo(homes.get(known));
      }
    }
  }

  @Test
  void evenBoundSpreadsFortyUsersOverFourInstancesExactly() {
    List<Instance> members = members(1, 1, 1, 1);
    Roster roster = Roster.of(members, members);
    SessionTable table = table(1_000);
    for (int i = 0; i < 40; i++) {
      place(table, user(i), roster, 100);
    }
    assertThat(members).allSatisfy(member -> assertThat(table.count(member)).isEqualTo(10));
  }

  @Test
  void looseBoundLeavesNearlyEverybodyAtHome() {
    List<Instance> members = members(1, 1, 1, 1);
    Roster roster = Roster.of(members, members);
    SessionTable table = table(10_000);
    int home = 0;
    for (int i = 0; i < 4_000; i++) {
      Instance first = new RendezvousHash(roster).order(NOBODY, user(i)).getFirst();
      home += place(table, user(i), roster, 110).equals(first) ? 1 : 0;
    }
    assertThat(home).isGreaterThan(3_800);
  }

  @Test
  void sessionOfALostInstanceMovesOnce() {
    List<Instance> members = members(1, 1, 1);
    Roster all = Roster.of(members, members);
    SessionTable table = table(1_000);
    Instance home = place(table, user(1), all, 110);
    List<Instance> left = new ArrayList<>(members);
    left.remove(home);
    Instance other = place(table, user(1), Roster.of(members, left), 110);
    assertThat(left).contains(other);
    assertThat(place(table, user(1), all, 110)).isEqualTo(other);
    assertThat(table.count(home)).isZero();
    assertThat(table.count(other)).isEqualTo(1);
  }

  @Test
  void drainingInstanceKeepsItsSessionsAndTakesNone() {
    List<Instance> before = members(1, 1);
    SessionTable table = table(1_000);
    Instance home = place(table, user(1), Roster.of(before, before), 100);
    List<Instance> after =
        before.stream()
            .map(it -> it.equals(home) ? new Instance(it.name(), "127.0.0.1", 80, 0) : it)
            .toList();
    Roster draining = Roster.of(after, after);
    assertThat(place(table, user(1), draining, 100).name()).isEqualTo(home.name());
    for (int i = 2; i < 20; i++) {
      assertThat(place(table, user(i), draining, 100).name()).isNotEqualTo(home.name());
    }
  }

  @Test
  void idleSessionIsForgottenAndAUsedOneIsNot() {
    SessionTable table = table(1_000);
    table.learn(user(1), "i0");
    table.learn(user(2), "i1");
    now.set(9_000);
    assertThat(table.find(user(1))).contains("i0");
    now.set(15_000);
    assertThat(table.find(user(1))).contains("i0");
    assertThat(table.find(user(2))).isEmpty();
    now.set(60_000);
    List<Instance> members = members(1);
    place(table, user(3), Roster.of(members, members), 100);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.count(members.getFirst())).isEqualTo(1);
  }

  @Test
  void tableNeverGrowsBeyondItsBound() {
    SessionTable table = table(100);
    for (int i = 0; i < 1_000; i++) {
      table.learn(user(i), "i" + i % 2);
      table.find(user(0));
    }
    assertThat(table.size()).isEqualTo(100);
    assertThat(table.find(user(0))).contains("i0");
    assertThat(table.find(user(900))).isEmpty();
    List<Instance> members = members(1, 1);
    assertThat(table.count(members.get(0)) + table.count(members.get(1))).isEqualTo(100);
  }
}
