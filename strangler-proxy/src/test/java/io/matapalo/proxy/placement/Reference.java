package io.matapalo.proxy.placement;

import io.matapalo.proxy.affinity.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What nginx and HAProxy do, said once more in the plainest way, with numbers of any size and no
 * care for time. {@code ReplacedProxiesIT} compares the modes with the programs themselves.
 */
final class Reference {

  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);

  private Reference() {}

  /** The bytes that a proxy with a socket of this form hashes. */
  static int[] bytes(IpAddress address, AddressForm form) {
    int from = form == AddressForm.NATIVE && address.isV4() ? 12 : 0;
    int[] all = new int[16];
    for (int i = 0; i < 16; i++) {
      long half = i < 8 ? address.high() : address.low();
      all[i] = (int) (half >>> (56 - 8 * (i % 8))) & 0xFF;
    }
    return Arrays.copyOfRange(all, from, 16);
  }

  /** The peer, or -1 where nginx takes turns. */
  static int nginx(int[] bytes, int[] weights, IntPredicate up) {
    int sum = Arrays.stream(weights).sum();
    int hash = 89;
    for (int tries = 0; tries <= 20; tries++) {
      for (int i = 0; i < (bytes.length == 4 ? 3 : 16); i++) {
        hash = (hash * 113 + bytes[i]) % 6271;
      }
      int rest = hash % sum;
      for (int peer = 0; peer < weights.length; peer++) {
        if (rest < weights[peer]) {
          if (up.test(peer)) {
            return peer;
          }
          break;
        }
        rest -= weights[peer];
      }
    }
    return -1;
  }

  private static BigInteger folded(int[] bytes) {
    BigInteger folded = BigInteger.ZERO;
    for (int word = 0; word < bytes.length; word += 4) {
      long value = 0;
      for (int i = 0; i < 4; i++) {
        value = value * 256 + bytes[word + i];
      }
      folded = folded.xor(BigInteger.valueOf(value));
    }
    return folded;
  }

  static List<Integer> haproxyMap(int[] weights, IntPredicate up) {
    int divisor =
        Arrays.stream(weights)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::gcd)
            .intValue();
    int total = 0;
    for (int i = 0; i < weights.length; i++) {
      total += up.test(i) ? weights[i] / divisor : 0;
    }
    int[] gained = new int[weights.length];
    List<Integer> map = new ArrayList<>();
    while (map.size() < total) {
      int best = -1;
      for (int i = 0; i < weights.length; i++) {
        if (up.test(i)) {
          gained[i] += weights[i] / divisor;
          boolean more = best < 0 || (gained[i] + total) / total > (gained[best] + total) / total;
          best = more ? i : best;
        }
      }
      gained[best] -= total;
      map.add(best);
    }
    return map;
  }

  static int haproxySource(int[] bytes, List<Integer> map) {
    return map.get(folded(bytes).mod(BigInteger.valueOf(map.size())).intValue());
  }

  /** The points of the ring, each with its server. */
  static NavigableMap<BigInteger, Integer> haproxyRing(int[] weights, int[] ids, IntPredicate up) {
    NavigableMap<BigInteger, Integer> ring = new TreeMap<>();
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; up.test(i) && k < 16 * weights[i]; k++) {
        ring.putIfAbsent(avalanche(BigInteger.valueOf(ids[i] * 4096L + k)), i);
      }
    }
    return ring;
  }

  static int haproxyConsistent(int[] bytes, NavigableMap<BigInteger, Integer> ring) {
    BigInteger hash = avalanche(folded(bytes));
    BigInteger after = Optional.ofNullable(ring.ceilingKey(hash)).orElseGet(ring::firstKey);
    BigInteger before = Optional.ofNullable(ring.lowerKey(after)).orElseGet(ring::lastKey);
    BigInteger down = hash.subtract(before).mod(WORD);
    BigInteger up = after.subtract(hash).mod(WORD);
    return ring.getOrDefault(down.compareTo(up) <= 0 ? before : after, -1);
  }

  private static BigInteger avalanche(BigInteger value) {
    BigInteger a = step(value, 0x7ed55d16L, 12);
    a = a.xor(BigInteger.valueOf(0xc761c23cL)).xor(a.shiftRight(19));
    a = step(a, 0x165667b1L, 5);
    a = a.add(BigInteger.valueOf(0xd3a2646cL)).xor(a.shiftLeft(9)).mod(WORD);
    a = step(a, 0xfd7046c5L, 3);
    a = a.xor(BigInteger.valueOf(0xb55a4f09L)).xor(a.shiftRight(16));
    return a.multiply(BigInteger.valueOf(3_221_225_473L)).mod(WORD);
  }

  private static BigInteger step(BigInteger a, long add, int shift) {
    return a.add(BigInteger.valueOf(add)).add(a.shiftLeft(shift)).mod(WORD);
  }
}
