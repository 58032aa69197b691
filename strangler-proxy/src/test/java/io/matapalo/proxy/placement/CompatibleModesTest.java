package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modes that place clients as nginx and HAProxy do. */
class CompatibleModesTest {

  private static final List<List<Integer>> WEIGHTS =
      List.of(
          List.of(1, 1),
          List.of(1, 2, 3),
          List.of(2, 4, 6, 8),
          List.of(5, 1, 256),
          List.of(7, 7, 7));

  private static List<Instance> members(int... weights) {
    List<Instance> members = new ArrayList<>();
    for (int weight : weights) {
      members.add(new Instance("i" + members.size(), "127.0.0.1", 80, weight));
    }
    return members;
  }

  private static Roster roster(int[] weights, int down) {
    List<Instance> members = members(weights);
    List<Instance> usable = new ArrayList<>(members);
    usable.removeIf(instance -> instance.name().equals("i" + down));
    return Roster.of(members, usable);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static int first(Placement placement, IpAddress client) {
    String name = placement.order(client, client).getFirst().name();
    return Integer.parseInt(name.substring(1));
  }

  /** Half IPv4, half IPv6; the seed is part of the name of a failure. */
  private static IpAddress random(RandomGenerator random) {
    long bits = random.nextLong();
    return random.nextBoolean()
        ? new IpAddress(0, 0xFFFF_0000_0000L | (bits & 0xFFFF_FFFFL))
        : new IpAddress(0x2001_0db8_0000_0000L | (bits & 0xFFFF_FFFFL), random.nextLong());
  }

  /** Asked of nginx 1.22.1 and HAProxy 2.6.12 with weights 1, 2 and 3. */
  @ParameterizedTest
  @CsvSource({
    "83.230.180.56,2,0,1",
    "211.167.77.228,1,1,2",
    "7.158.13.55,1,2,2",
    "69.19.39.14,2,0,1",
    "135.163.164.80,2,1,1",
    "13.92.127.208,2,1,1",
    "19.139.47.51,1,2,1",
    "211.63.8.36,2,0,2",
    "137.47.144.43,2,2,1",
    "25.24.232.17,2,2,2",
    "2001:db8:5f55:7203:3018:50c5:a38f:d547,2,2,2",
    "2001:db8:b64c:e422:8c38:fb29:18f1:35d2,0,2,1",
    "2001:db8:f42:5b4:907a:70c3:1012:f037,2,1,2",
    "2001:db8:7f15:524:34b9:b5df:9e77:69b1,1,1,0"
  })
  void clientsAreWhereTheRealProxiesSendThem(String client, int nginx, int source, int ring) {
    Roster roster = roster(new int[] {1, 2, 3}, -1);
    assertThat(first(new NginxIpHash(roster, AddressForm.NATIVE), ip(client))).isEqualTo(nginx);
    assertThat(first(new HaproxyMap(roster, AddressForm.NATIVE), ip(client))).isEqualTo(source);
    assertThat(first(new HaproxyRing(roster, AddressForm.NATIVE, Map.of()), ip(client)))
        .isEqualTo(ring);
  }

  @Test
  void modesEqualTheReference() {
    compare(4_000);
  }

  /** One setting of a replaced proxy. */
  private record Setting(List<Integer> given, AddressForm form, int down) {

    int[] weights() {
      return given.stream().mapToInt(Integer::intValue).toArray();
    }

    boolean isUp(int index) {
      return index != down;
    }

    @Override
    public String toString() {
      return "weights %s, %s, down %d".formatted(given, form, down);
    }

    /** Compares each mode with the reference for so many random addresses. */
    void compare(RandomGenerator random, int addresses) {
      int[] weights = weights();
      Roster roster = roster(weights, down);
      int[] ids = IntStream.rangeClosed(1, weights.length).toArray();
      List<Integer> map = Reference.haproxyMap(weights, this::isUp);
      NavigableMap<BigInteger, Integer> ring = Reference.haproxyRing(weights, ids, this::isUp);
      NginxIpHash nginx = new NginxIpHash(roster, form);
      HaproxyMap source = new HaproxyMap(roster, form);
      HaproxyRing consistent = new HaproxyRing(roster, form, Map.of());
      for (int i = 0; i < addresses; i++) {
        IpAddress client = random(random);
        int[] bytes = Reference.bytes(client, form);
        int peer = Reference.nginx(bytes, weights, this::isUp);
        boolean same =
            (peer < 0 || first(nginx, client) == peer)
                && first(source, client) == Reference.haproxySource(bytes, map)
                && first(consistent, client) == Reference.haproxyConsistent(bytes, ring);
        assertThat(same).as("%s, %s", this, client).isTrue();
      }
    }
  }

  /** Each set of weights, both forms of addresses, all usable and one down. */
  static void compare(int addresses) {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Setting> settings = new ArrayList<>();
    for (List<Integer> weights : WEIGHTS) {
      for (AddressForm form : AddressForm.values()) {
        settings.add(new Setting(weights, form, -1));
        settings.add(new Setting(weights, form, 1));
      }
    }
    System.out.println("seed " + seed);
    settings.forEach(setting -> setting.compare(random, addresses / settings.size()));
  }

  @Test
  void secondChoiceIsTheFirstOnceTheFirstIsDown() {
    secondChoice(members(1, 2, 3, 4), List.of());
  }

  /** Most attempts of nginx fall on the heavy member, so that some clients run out of them. */
  @Test
  void secondChoiceIsTheSameWhereNginxGivesUp() {
    List<Instance> members = members(1, 200, 1, 1);
    secondChoice(members, members.subList(1, 2));
  }

  private static void secondChoice(List<Instance> members, List<Instance> down) {
    List<Instance> usable = new ArrayList<>(members);
    usable.removeAll(down);
    for (int i = 0; i < 500; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + i * 7_919L);
      for (Placement placement : placements(Roster.of(members, usable))) {
        List<Instance> order = placement.order(client, client);
        assertThat(new HashSet<>(order)).hasSameSizeAs(usable);
        List<Instance> left = new ArrayList<>(usable);
        left.remove(order.getFirst());
        Placement without =
            placements(Roster.of(members, left)).stream()
                .filter(other -> other.getClass() == placement.getClass())
                .findFirst()
                .orElseThrow();
        assertThat(without.order(client, client).getFirst())
            .as("%s %s", placement, client)
            .isEqualTo(order.get(1));
      }
    }
  }

  private static List<Placement> placements(Roster roster) {
    return List.of(
        new NginxIpHash(roster, AddressForm.NATIVE),
        new HaproxyMap(roster, AddressForm.NATIVE),
        new HaproxyRing(roster, AddressForm.NATIVE, Map.of()));
  }

  /** nginx takes turns then, which would move a client with each request. */
  @Test
  void clientsForWhomNginxGivesUpStick() {
    int[] weights = {1, 200, 1};
    Roster roster = roster(weights, 1);
    NginxIpHash nginx = new NginxIpHash(roster, AddressForm.NATIVE);
    int given = 0;
    for (int i = 0; i < 500; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + i * 7_919L);
      int[] bytes = Reference.bytes(client, AddressForm.NATIVE);
      int peer = Reference.nginx(bytes, weights, index -> index != 1);
      assertThat(first(nginx, client)).isEqualTo(Math.max(peer, 0));
      given += peer < 0 ? 1 : 0;
    }
    assertThat(given).isBetween(50, 499);
  }

  /** HAProxy numbers a line by its place, unless another line has that number. */
  @Test
  void membersWithoutIdAreNumberedAroundTheGivenOnes() {
    List<Instance> members = members(1, 1, 1);
    Roster roster = Roster.of(members, members);
    Placement some = new HaproxyRing(roster, AddressForm.NATIVE, Map.of("i1", 1));
    Placement all = new HaproxyRing(roster, AddressForm.NATIVE, Map.of("i0", 2, "i1", 1, "i2", 4));
    for (int i = 0; i < 500; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + i * 7_919L);
      assertThat(first(some, client)).isEqualTo(first(all, client));
    }
  }

  /** What the page says of replacing a line in the configuration. */
  @Test
  void idKeepsTheRingWhenALineGoes() {
    List<Instance> six = members(1, 1, 1, 1, 1, 1);
    List<Instance> five = new ArrayList<>(six);
    five.remove(2);
    Map<String, Integer> ids = Map.of("i0", 1, "i1", 2, "i3", 4, "i4", 5, "i5", 6);
    Placement before = new HaproxyRing(Roster.of(six, six), AddressForm.NATIVE, Map.of());
    Placement named = new HaproxyRing(Roster.of(five, five), AddressForm.NATIVE, ids);
    Placement numbered = new HaproxyRing(Roster.of(five, five), AddressForm.NATIVE, Map.of());
    int moved = 0;
    for (int i = 0; i < 2_000; i++) {
      IpAddress client = new IpAddress(0, 0xFFFF_0A00_0000L + i * 7_919L);
      int home = first(before, client);
      if (home != 2) {
        assertThat(first(named, client)).isEqualTo(home);
        moved += first(numbered, client) == home ? 0 : 1;
      }
    }
    assertThat(moved).isGreaterThan(500);
  }
}
