package io.matapalo.fastpath.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The programs that Redis runs, each in one go. All keys of a call lie in one slot, because they
 * share a hash tag.
 *
 * <p>A key of another type than expected never makes a script fail half-way: the fence is read by
 * {@code MGET}, which takes such a key for a missing one, and the lease by {@code pcall}.
 */
enum Script {

  /**
   * Takes a lease. Keys: fence, value, lease. Arguments: cache, token, how many milliseconds a
   * lease keeps others off, how many it lives. Answers {@code none} without a fence, else {@code
   * held} or {@code granted}, the fence, the floor, and the value if there is one.
   */
  LEASE(
      """
      local got = redis.call('MGET', KEYS[1], KEYS[2])
      local tag, position = tagOf(got[1], ARGV[1])
      if not tag then return {'none'} end
      local lease = redis.pcall('HMGET', KEYS[3], 'tag', 'floor', 'token', 'at')
      if lease.err then
        redis.call('DEL', KEYS[3])
        lease = {}
      end
      if lease[1] ~= tag then lease = {tag, position, false, false} end
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if lease[3] and lease[4] then
        local age = now - tonumber(lease[4])
        if age >= 0 and age < tonumber(ARGV[3]) then
          return {'held', got[1], lease[2], got[2]}
        end
      end
      redis.call('HSET', KEYS[3], 'tag', tag, 'floor', lease[2], 'token', ARGV[2], 'at', now)
      redis.call('PEXPIRE', KEYS[3], ARGV[4])
      return {'granted', got[1], lease[2], got[2]}
      """),

  /**
   * Stores a value. Keys as of a lease. Arguments: cache, token, tag, life in milliseconds, value.
   * Answers {@code stored}, or which of {@code tag} and {@code lease} is no longer the same.
   */
  FILL(
      """
      local tag = tagOf(redis.call('MGET', KEYS[1])[1], ARGV[1])
      if tag ~= ARGV[3] then return {'tag'} end
      local token = redis.pcall('HGET', KEYS[3], 'token')
      if token ~= ARGV[2] then return {'lease'} end
      redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[4])
      redis.call('HDEL', KEYS[3], 'token', 'at')
      return {'stored'}
      """),

  /** Gives a lease back. Key: lease. Argument: token. */
  RELEASE(
      """
      if redis.pcall('HGET', KEYS[1], 'token') == ARGV[1] then
        redis.call('HDEL', KEYS[1], 'token', 'at')
      end
      return {}
      """),

  /**
   * Moves the fence if it is still the expected one, and deletes. Keys: fence, then values and
   * leases. Arguments: the expected fence, blank for none, and the next one. Answers {@code moved},
   * or {@code other} and the fence that is there.
   *
   * <p>Redis checks its memory limit at a script's first write alone, and deleting is always
   * allowed. So the fence is deleted and set, and a full Redis still learns what is stale.
   */
  APPLY(
      """
      local there = redis.call('MGET', KEYS[1])[1] or ''
      if there ~= ARGV[1] then return {'other', there} end
      redis.call('DEL', unpack(KEYS))
      redis.call('SET', KEYS[1], ARGV[2])
      return {'moved'}
      """);

  /** {@link Fence} in Lua: the tag of a cache's entries, and the position. */
  private static final String TAG_OF =
      """
      local function tagOf(fence, cache)
        if not fence then return nil end
        local epoch, drops, position = string.match(fence, '^M1|(%x+)|([^|]*)|(.*)$')
        if not epoch then return nil end
        local _, found = string.find(drops, ';' .. cache .. '=', 1, true)
        local count = found and string.match(drops, '^%d+', found + 1) or '0'
        return epoch .. '.' .. count, position
      end
      """;

  private final String text;
  private final String digest;

  Script(String body) {
    this.text = TAG_OF + body;
    this.digest = sha1(text);
  }

  String text() {
    return text;
  }

  /** Under which Redis keeps the script: SHA-1 of its text, in hexadecimal digits. */
  String digest() {
    return digest;
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
