package io.matapalo.proxy.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, trusted proxies, and the laws of the rendezvous hash. */
class AffinityTest {

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4,1.2.3.4",
    "::1,0:0:0:0:0:0:0:1",
    "::ffff:1.2.3.4,1.2.3.4",
    "::,0:0:0:0:0:0:0:0",
    "2001:db8::A:1,2001:db8:0:0:0:0:a:1",
    "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
    "1::,1:0:0:0:0:0:0:0",
    "0:0:0:0:0:0:0:1,0:0:0:0:0:0:0:1",
    "2:3:4:5:6:7::8,2:3:4:5:6:7:0:8"
  })
  void addressIsReadAndWritten(String text, String canonical) {
    assertThat(ip(text)).hasToString(canonical);
  }

  @Test
  void addressIsMadeOfItsBytes() {
    assertThat(IpAddress.of(new byte[] {(byte) 192, (byte) 168, 0, 1}))
        .isEqualTo(ip("192.168.0.1"));
    byte[] sixteen = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, 1};
    assertThat(IpAddress.of(sixteen)).isEqualTo(ip("2001:db8::ff01"));
    assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessageEndingWith("was 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4.5",
        "a.b.c.d",
        "1.2.3.-4",
        "localhost",
        "1:2:3",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "fe80::1%eth0",
        "12345::",
        "::1.2.3",
        "1.2.3.4 ",
        "1:2:3:4:5:6:7::8",
        "01.2.3.0004"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void rangesContainWhatTheySay() {
    AddressRange ten = AddressRange.parse("10.0.0.0/8");
    assertThat(ten.contains(ip("10.255.0.1"))).isTrue();
    assertThat(ten.contains(ip("11.0.0.0"))).isFalse();
    assertThat(AddressRange.parse("0.0.0.0/0").contains(ip("9.9.9.9"))).isTrue();
    assertThat(AddressRange.parse("0.0.0.0/0").contains(ip("::1"))).isFalse();
    assertThat(AddressRange.parse("2001:db8::/33").contains(ip("2001:db8:7fff::1"))).isTrue();
    assertThat(AddressRange.parse("2001:db8::/33").contains(ip("2001:db8:8000::1"))).isFalse();
    assertThat(AddressRange.parse("2001:db8::/64").contains(ip("2001:db8::ffff:1"))).isTrue();
    assertThat(AddressRange.parse("2001:db8::/64").contains(ip("2001:db8:0:1::"))).isFalse();
    assertThat(AddressRange.parse("2001:db8::/65").contains(ip("2001:db8::8000:0:0:0"))).isFalse();
    assertThat(AddressRange.parse("::/0").contains(ip("9.9.9.9"))).isTrue();
    assertThat(AddressRange.parse("::1/128").contains(ip("::1"))).isTrue();
    assertThat(AddressRange.parse("::1/128").contains(ip("::2"))).isFalse();
    for (String one : new String[] {"1.2.3.4", "1.2.3.4/32"}) {
      assertThat(AddressRange.parse(one).contains(ip("1.2.3.4"))).isTrue();
      assertThat(AddressRange.parse(one).contains(ip("1.2.3.5"))).isFalse();
    }
    for (String bad :
        new String[] {"10.0.0.0/33", "a/8", "/8", "10.0.0.0/", "10.0.0.0/-1", "::/129"}) {
      assertThatThrownBy(() -> AddressRange.parse(bad)).as(bad).hasMessageContaining(bad);
    }
  }

  @Test
  void clientBehindTrustedProxiesIsFoundFromTheRight() {
    TrustedProxies proxies = new TrustedProxies(List.of(AddressRange.parse("10.0.0.0/8")));
    IpAddress near = ip("10.0.0.1");
    assertThat(proxies.clientOf(near, List.of("1.1.1.1"))).isEqualTo(ip("1.1.1.1"));
    assertThat(proxies.clientOf(near, List.of("6.6.6.6, 1.1.1.1", "10.0.0.2")))
        .isEqualTo(ip("1.1.1.1"));
    assertThat(proxies.clientOf(near, List.of("1.1.1.1:555"))).isEqualTo(ip("1.1.1.1"));
    assertThat(proxies.clientOf(near, List.of("[2001:db8::1]:80"))).isEqualTo(ip("2001:db8::1"));
    assertThat(proxies.clientOf(near, List.of("10.0.0.3"))).isEqualTo(ip("10.0.0.3"));
    assertThat(proxies.clientOf(near, List.of("1.1.1.1, unknown, 10.0.0.2")))
        .isEqualTo(ip("10.0.0.2"));
    assertThat(proxies.clientOf(near, List.of(""))).isEqualTo(near);
    assertThat(proxies.clientOf(near, List.of())).isEqualTo(near);
  }

  @Test
  void untrustedPeerCannotChooseItsAddress() {
    TrustedProxies nobody = new TrustedProxies(List.of());
    assertThat(nobody.clientOf(ip("9.9.9.9"), List.of("1.1.1.1"))).isEqualTo(ip("9.9.9.9"));
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
  void instancesHaveAPortAndAWeight() {
    assertThat(new Instance("a", "h", 1, 1).port()).isEqualTo(1);
    assertThat(new Instance("a", "h", 65535, 1000).weight()).isEqualTo(1000);
    assertThat(new Instance("a", "h", 1, 0).weight()).isZero();
    for (int port : new int[] {0, 65536}) {
      assertThatThrownBy(() -> new Instance("a", "h", port, 1))
          .hasMessage("port must be 1..65535, was " + port);
    }
    for (int weight : new int[] {-1, 1001}) {
      assertThatThrownBy(() -> new Instance("a", "h", 1, weight))
          .hasMessage("weight must be 0..1000, was " + weight);
    }
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
}
