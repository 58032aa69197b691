package io.matapalo.proxy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.affinity.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacing nginx or HAProxy moves nobody: the programs themselves are asked. */
@Tag("deep")
class ReplacedProxiesIT {

  private static final int ADDRESSES = 500;

  private static final String UPSTREAMS =
      """
      upstream all { ip_hash; server @0; server @1 weight=2; server @2 weight=3; server @3; }
      upstream down { ip_hash; server @0; server @1 weight=2 down; server @2 weight=3; server @3; }
      """;

  private static final String BACKENDS =
      """
      backend map
        balance source
        server i0 @0
        server i1 @1 weight 2
        server i2 @2 weight 3
        server i3 @3
      backend mapdown
        balance source
        server i0 @0 weight 2
        server i1 @1 weight 4 disabled
        server i2 @2 weight 6
        server i3 @3 weight 2
      backend ring
        balance source
        hash-type consistent
        server i0 @0
        server i1 @1 weight 2
        server i2 @2 weight 3
        server i3 @3
      backend ringdown
        balance source
        hash-type consistent
        server i0 @0
        server i1 @1 weight 2 disabled
        server i2 @2 weight 3 id 9
        server i3 @3
      """;

  @TempDir Path folder;

  private static Roster roster(int down, int... weights) {
    List<Instance> members = new ArrayList<>();
    for (int weight : weights) {
      members.add(new Instance("i" + members.size(), "127.0.0.1", 80, weight));
    }
    List<Instance> usable = new ArrayList<>(members);
    usable.removeIf(instance -> instance.name().equals("i" + down));
    return Roster.of(members, usable);
  }

  private static int first(Placement placement, IpAddress client) {
    String name = placement.order(client, client).getFirst().name();
    return Integer.parseInt(name.substring(1));
  }

  /** Half IPv4, half IPv6. */
  private static List<IpAddress> addresses(long seed) {
    Random random = new Random(seed);
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < ADDRESSES / 2; i++) {
      long v4 = 0x0100_0000L + (random.nextLong() & 0x5FFF_FFFFL);
      addresses.add(new IpAddress(0, 0xFFFF_0000_0000L | v4));
      addresses.add(
          new IpAddress(0x2001_0db8_0000_0000L | random.nextInt(1 << 30), random.nextLong()));
    }
    return addresses;
  }

  @Test
  void clientsStayWhereTheReplacedProxySentThem() throws Exception {
    long seed = System.nanoTime();
    NginxIpHash nginx = new NginxIpHash(roster(-1, 1, 2, 3, 1), AddressForm.NATIVE);
    NginxIpHash nginxDown = new NginxIpHash(roster(1, 1, 2, 3, 1), AddressForm.NATIVE);
    HaproxyMap map = new HaproxyMap(roster(-1, 1, 2, 3, 1), AddressForm.NATIVE);
    HaproxyMap mapDown = new HaproxyMap(roster(1, 2, 4, 6, 2), AddressForm.NATIVE);
    HaproxyRing ring = new HaproxyRing(roster(-1, 1, 2, 3, 1), AddressForm.NATIVE, Map.of());
    HaproxyRing ringDown =
        new HaproxyRing(roster(1, 1, 2, 3, 1), AddressForm.NATIVE, Map.of("i2", 9));
    try (RealProxies real = RealProxies.in(folder, 4, UPSTREAMS, BACKENDS)) {
      for (IpAddress client : addresses(seed)) {
        String text = client.toString();
        String as = text + ", seed " + seed;
        assertThat(first(nginx, client)).as(as).isEqualTo(real.nginx("all", text));
        assertThat(first(nginxDown, client)).as(as).isEqualTo(real.nginx("down", text));
        assertThat(first(map, client)).as(as).isEqualTo(real.haproxy("map", text));
        assertThat(first(mapDown, client)).as(as).isEqualTo(real.haproxy("mapdown", text));
        assertThat(first(ring, client)).as(as).isEqualTo(real.haproxy("ring", text));
        assertThat(first(ringDown, client)).as(as).isEqualTo(real.haproxy("ringdown", text));
      }
    }
  }

  /** A socket for both families shows IPv4 clients as mapped addresses. */
  @Test
  void clientsOfASocketForBothFamiliesStayToo() throws Exception {
    NginxIpHash nginx = new NginxIpHash(roster(-1, 1, 2, 3, 1), AddressForm.MAPPED);
    HaproxyMap map = new HaproxyMap(roster(-1, 1, 2, 3, 1), AddressForm.MAPPED);
    HaproxyRing ring = new HaproxyRing(roster(-1, 1, 2, 3, 1), AddressForm.MAPPED, Map.of());
    try (RealProxies real = RealProxies.in(folder, 4, UPSTREAMS, BACKENDS)) {
      for (IpAddress client : addresses(17).stream().filter(IpAddress::isV4).toList()) {
        String mapped = "::ffff:" + client;
        assertThat(first(nginx, client)).as(mapped).isEqualTo(real.nginx("all", mapped));
        assertThat(first(map, client)).as(mapped).isEqualTo(real.haproxy("map", mapped));
        assertThat(first(ring, client)).as(mapped).isEqualTo(real.haproxy("ring", mapped));
      }
    }
  }
}
