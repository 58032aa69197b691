package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands to one Redis, each within a time. Thread-safe. After trouble Redis is left alone for a
 * while, so that a dead one costs a short wait now and then and not one a request. Reads and
 * changes rest apart, because a full or read-only Redis still reads.
 */
final class RedisCommands {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCommands.class);

  private final RedisLink link;
  private final Duration timeout;
  private final Counters counters;
  private final Rest reads;
  private final Rest changes;

  RedisCommands(
      RedisLink link, Duration timeout, Duration rest, LongSupplier nanoTicker, Counters counters) {
    this.link = link;
    this.timeout = timeout;
    this.counters = counters;
    this.reads = new Rest(rest, nanoTicker);
    this.changes = new Rest(rest, nanoTicker);
  }

  /** Redis gave no answer. */
  static final class Trouble extends Exception {

    private static final long serialVersionUID = 1L;

    Trouble(@Nullable Throwable cause) {
      super(String.valueOf(cause), cause);
    }
  }

  /** A time after trouble in which something is left alone. Thread-safe. */
  static final class Rest {

    private final Duration length;
    private final LongSupplier nanoTicker;
    private final AtomicReference<@Nullable Deadline> end = new AtomicReference<>();

    Rest(Duration length, LongSupplier nanoTicker) {
      this.length = length;
      this.nanoTicker = nanoTicker;
    }

    boolean isUnderWay() {
      Deadline until = end.get();
      return until != null && !until.hasPassed();
    }

    /** Begins, or begins anew; says whether none was under way. */
    boolean begin() {
      Deadline before = end.getAndSet(Deadline.after(length, nanoTicker));
      return before == null || before.hasPassed();
    }
  }

  /** The values of some keys of one slot, in one command; empty for trouble. */
  Optional<Map<String, byte[]>> read(Deadline deadline, String... keys) {
    return within(reads, deadline, () -> values(keys));
  }

  /** Runs a script; empty for trouble. */
  Optional<List<byte[]>> change(
      Script script, Deadline deadline, List<String> keys, byte[]... arguments) {
    return within(changes, deadline, () -> run(script, keys, arguments));
  }

  /** Runs a script, and waits for no answer: it is of no consequence. Not while changes rest. */
  void changeSoon(Script script, List<String> keys, byte[]... arguments) {
    if (!changes.isUnderWay()) {
      CompletableFuture<List<byte[]>> _ = run(script, keys, arguments);
    }
  }

  /** The values of some keys of one slot. */
  CompletableFuture<Map<String, byte[]>> values(String... keys) {
    return asked(client ->
        client.getBuckets(ByteArrayCodec.INSTANCE).<byte[]>getAsync(keys).toCompletableFuture());
  }

  /** Runs a script. */
  CompletableFuture<List<byte[]>> run(Script script, List<String> keys, byte[]... arguments) {
    return asked(client -> {
      RScript scripts = client.getScript(ByteArrayCodec.INSTANCE);
      List<Object> names = new ArrayList<>(keys);
      Object[] values = arguments.clone();
      CompletableFuture<List<byte[]>> answer =
          scripts
              .<List<byte[]>>evalShaAsync(
                  keys.getFirst(),
                  RScript.Mode.READ_WRITE,
                  script.digest(),
                  RScript.ReturnType.LIST,
                  names,
                  values)
              .toCompletableFuture();
      return answer.exceptionallyCompose(failure ->
          cause(failure) instanceof RedisNoScriptException
              ? scripts
                  .<List<byte[]>>evalAsync(
                      keys.getFirst(),
                      RScript.Mode.READ_WRITE,
                      script.text(),
                      RScript.ReturnType.LIST,
                      names,
                      values)
                  .toCompletableFuture()
              : CompletableFuture.failedFuture(failure));
    });
  }

  /** Waits for an answer. */
  static <T> T await(CompletableFuture<T> answer, Duration patience)
      throws Trouble, InterruptedException {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new Trouble(cause(e));
    } catch (TimeoutException e) {
      throw new Trouble(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private <T> Optional<T> within(
      Rest rest, Deadline deadline, Supplier<CompletableFuture<T>> command) {
    Duration patience = deadline.atMost(timeout);
    if (rest.isUnderWay() || patience.isZero() || link.client().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(await(command.get(), patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Trouble e) {
      onTrouble(rest, e);
    }
    return Optional.empty();
  }

  private <T> CompletableFuture<T> asked(Function<RedissonClient, CompletableFuture<T>> command) {
    Optional<RedissonClient> client = link.client();
    if (client.isEmpty()) {
      return CompletableFuture.failedFuture(new RedisException("not connected yet"));
    }
    try {
      return command.apply(client.get());
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static @Nullable Throwable cause(Throwable failure) {
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
  }

  private void onTrouble(Rest rest, Trouble trouble) {
    counters.count(EventCounter.CACHE_TROUBLE);
    if (rest.begin()) {
      LOG.warn(
          "Redis gives trouble and is left alone for a while resting={} reason={}",
          rest == reads ? "reads" : "changes",
          kind(trouble));
    }
  }

  /** Redisson's messages quote commands with their values; the kind of failure says enough. */
  static String kind(Trouble trouble) {
    Throwable cause = trouble.getCause();
    return cause == null ? "unknown" : cause.getClass().getSimpleName();
  }
}
