package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.CachePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Names of keys in one Redis. Immutable. A partition's keys share a hash tag, so that they lie in
 * one slot of a cluster, and a script may touch them together.
 *
 * <p>A fence moves for all caches of a partition. So processes that do not have the same caches,
 * tables and partitions must not share fences: a digest of these is part of each name.
 *
 * @param prefix of each key
 * @param partitions how many, 1 or more
 */
record Keys(String prefix, int partitions) {

  private static final int MOST_PARTITIONS = 1_024;
  private static final int SPREAD = 16;

  Keys {
    if (partitions < 1 || partitions > MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions must be 1 to %d, was %d".formatted(MOST_PARTITIONS, partitions));
    }
  }

  /** Where a cache's key lies. */
  record Place(String cache, String key, int partition, String fence, String value, String lease) {

    List<String> all() {
      return List.of(fence, value, lease);
    }
  }

  static Keys of(String namespace, int partitions, List<CachePolicy> policies) {
    if (!namespace.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException(
          "namespace must be 1 to 40 of a-z 0-9 -, was " + namespace);
    }
    CRC32C digest = new CRC32C();
    digest.update(partitions);
    policies.stream()
        .sorted(Comparator.comparing(CachePolicy::name))
        .map(policy -> policy.name() + policy.staleBy())
        .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    return new Keys(
        namespace + "." + HexFormat.of().toHexDigits((int) digest.getValue()), partitions);
  }

  Place place(String cache, String key) {
    int hash = cache.hashCode() * 31 + key.hashCode();
    int partition = Math.floorMod(hash ^ hash >>> SPREAD, partitions);
    return new Place(
        cache,
        key,
        partition,
        fence(partition),
        name(partition, ":v:" + cache + ":" + key),
        name(partition, ":s:" + cache + ":" + key));
  }

  String fence(int partition) {
    return name(partition, ":fence");
  }

  private String name(int partition, String rest) {
    return prefix + ":{" + partition + "}" + rest;
  }
}
