package io.matapalo.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** A pool before a real server, without requests. */
class ConnectionPoolIT {

  private static final Duration ANY_LIFE = Duration.ofHours(1);

  private final FakeUpstream server = FakeUpstream.answering("unused");
  private final Instance instance = new Instance("one", "127.0.0.1", server.port(), 1);
  private final Names names =
      new Names(InetAddress::getAllByName, Thread.ofPlatform().daemon().factory());
  private final ConnectionPool pool = poolWith(names);

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private XnioWorker worker;

  @BeforeEach
  void startThreads() throws IOException, InterruptedException {
    names.lookUp(List.of(instance.host()), Duration.ofMinutes(1));
    worker =
        Xnio.getInstance()
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_IO_THREADS, 2)
                    .set(Options.THREAD_DAEMON, true)
                    .getMap());
  }

  @AfterEach
  void stop() {
    worker.shutdownNow();
    server.close();
  }

  private static ConnectionPool poolWith(Names names) {
    return poolWith(names, Duration.ofMinutes(1));
  }

  private static ConnectionPool poolWith(Names names, Duration connectTimeout) {
    return new ConnectionPool(
        new ClusterConfig.Connections(
            2, 10, Duration.ofMinutes(1), connectTimeout, 32, Duration.ofMinutes(5)),
        names,
        Optional.empty(),
        InstantSource.system());
  }

  private XnioIoThread thread(int number) {
    return worker.getIoThread(number);
  }

  private static <T> T on(XnioIoThread thread, Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    thread.execute(() -> result.complete(task.get()));
    return result.orTimeout(1, TimeUnit.MINUTES).join();
  }

  private CompletableFuture<UpstreamConnection> acquire(XnioIoThread thread) {
    return acquire(thread, pool, instance);
  }

  private static CompletableFuture<UpstreamConnection> acquire(
      XnioIoThread thread, ConnectionPool from, Instance to) {
    CompletableFuture<UpstreamConnection> result = new CompletableFuture<>();
    thread.execute(() -> acquire(thread, from, to, result));
    return result.orTimeout(1, TimeUnit.MINUTES);
  }

  private CompletableFuture<UpstreamConnection> acquireNow(XnioIoThread thread) {
    CompletableFuture<UpstreamConnection> result = new CompletableFuture<>();
    acquire(thread, pool, instance, result);
    return result.orTimeout(1, TimeUnit.MINUTES);
  }

  private static void acquire(
      XnioIoThread thread,
      ConnectionPool from,
      Instance to,
      CompletableFuture<UpstreamConnection> result) {
    ConnectionPool.Opening opening =
        new ConnectionPool.Opening() {
          @Override
          public boolean isWanted() {
            return !result.isCancelled();
          }

          @Override
          public void opened(UpstreamConnection connection) {
            result.complete(connection);
          }

          @Override
          public void failed(IOException cause) {
            result.completeExceptionally(cause);
          }
        };
    from.acquire(thread, to, opening);
  }

  private void release(XnioIoThread thread, UpstreamConnection connection) {
    on(
        thread,
        () -> {
          pool.release(connection, ANY_LIFE);
          return true;
        });
  }

  private void awaitServed(int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> server.openConnections() == count);
  }

  @Test
  void connectionThatWasUsedLastIsUsedNext() {
    UpstreamConnection first = acquire(thread(0)).join();
    UpstreamConnection second = acquire(thread(0)).join();
    release(thread(0), second);
    release(thread(0), first);
    assertThat(acquire(thread(0)).join()).isSameAs(first);
    assertThat(acquire(thread(0)).join()).isSameAs(second);
    assertThat(pool.count(instance)).isEqualTo(2);
  }

  /** No selector tells of the bytes, because the next use follows in the same task. */
  @Test
  void connectionOfASuspectInstanceIsTestedBeforeItsUse() {
    UpstreamConnection used = acquire(thread(0)).join();
    release(thread(0), used);
    assertThat(acquire(thread(0)).join()).isSameAs(used);
    awaitUnread(used);
    UpstreamConnection next =
        on(
                thread(0),
                () -> {
                  pool.release(used, ANY_LIFE);
                  used.wasUnfit(InstantSource.system().millis());
                  return acquireNow(thread(0));
                })
            .join();
    assertThat(next).isNotSameAs(used);
    assertThat(on(thread(0), used::isOpen)).isFalse();
  }

  /** Lets the server answer on it, and leaves the answer unread. */
  private void awaitUnread(UpstreamConnection connection) {
    CompletableFuture<Boolean> readable = new CompletableFuture<>();
    on(
        thread(0),
        () -> {
          connection
              .source()
              .setReadListener(source -> {
                source.suspendReads();
                readable.complete(true);
              });
          connection.source().resumeReads();
          try {
            return connection
                .sink()
                .write(
                    ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(readable.orTimeout(1, TimeUnit.MINUTES).join()).isTrue();
  }

  @Test
  void idleConnectionMakesRoomForAnotherThread() {
    UpstreamConnection first = acquire(thread(0)).join();
    UpstreamConnection second = acquire(thread(0)).join();
    CompletableFuture<UpstreamConnection> waiting = acquire(thread(1));
    release(thread(0), second);
    assertThat(waiting.join()).isNotSameAs(second);
    assertThat(on(thread(0), second::isOpen)).isFalse();
    assertThat(on(thread(0), first::isOpen)).isTrue();
    assertThat(pool.count(instance)).isEqualTo(2);
    awaitServed(2);
  }

  @Test
  void whoGaveUpWaitingTakesNoPlace() {
    UpstreamConnection first = acquire(thread(0)).join();
    acquire(thread(0)).join();
    CompletableFuture<UpstreamConnection> givenUp = acquire(thread(1));
    on(thread(1), () -> true);
    givenUp.cancel(true);
    CompletableFuture<UpstreamConnection> waiting = acquire(thread(1));
    on(thread(1), () -> true);
    release(thread(0), first);
    assertThat(on(thread(1), waiting.join()::isOpen)).isTrue();
    assertThat(pool.count(instance)).isEqualTo(2);
  }

  @Test
  void removedInstanceLosesItsIdleConnectionsAndLaterTheOthers() {
    UpstreamConnection idle = acquire(thread(0)).join();
    UpstreamConnection used = acquire(thread(1)).join();
    release(thread(0), idle);
    pool.keepOnly(List.of());
    awaitServed(1);
    assertThat(on(thread(1), used::isOpen)).isTrue();
    release(thread(1), used);
    awaitServed(0);
    UpstreamConnection afterwards = acquire(thread(0)).join();
    assertThat(afterwards.isReused()).isFalse();
    assertThat(pool.count(instance)).isEqualTo(1);
  }

  @Test
  void connectionOfOneClientIsNobodyElsesAndGoesLast() {
    UpstreamConnection own = acquire(thread(0)).join();
    own.bind();
    release(thread(0), own);
    UpstreamConnection free = acquire(thread(0)).join();
    assertThat(free).isNotSameAs(own);
    release(thread(0), free);
    UpstreamConnection other = acquire(thread(1)).join();
    assertThat(on(thread(0), () -> pool.reclaim(own))).isTrue();
    release(thread(0), own);
    acquire(thread(1)).join();
    assertThat(on(thread(0), () -> pool.reclaim(own))).isFalse();
    assertThat(on(thread(1), other::isOpen)).isTrue();
  }

  /** The server listens at 127.0.0.1 alone, so that its port at 127.0.0.2 refuses. */
  private Names namesOf(String... addresses) throws InterruptedException {
    Names several =
        new Names(
            _ -> {
              InetAddress[] found = new InetAddress[addresses.length];
              for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
              }
              return found;
            },
            Thread.ofPlatform().daemon().factory());
    several.lookUp(List.of("shop"), Duration.ofMinutes(1));
    return several;
  }

  @Test
  void addressThatRefusesIsFollowedByTheNextOne() throws InterruptedException {
    Instance shop = new Instance("shop", "shop", server.port(), 1);
    ConnectionPool several = poolWith(namesOf("127.0.0.2", "127.0.0.3", "127.0.0.1"));
    for (int connection = 1; connection <= 2; connection++) {
      UpstreamConnection opened = acquire(thread(0), several, shop).join();
      assertThat(on(thread(0), opened::isOpen)).isTrue();
      assertThat(several.count(shop)).isEqualTo(connection);
    }
    awaitServed(2);
  }

  @Test
  void instanceOfWhichEveryAddressRefusesLeavesNoPlaceTaken() throws InterruptedException {
    Instance shop = new Instance("shop", "shop", server.port(), 1);
    ConnectionPool several = poolWith(namesOf("127.0.0.2", "127.0.0.3"));
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThatThrownBy(acquire(thread(0), several, shop)::join)
          .hasCauseInstanceOf(IOException.class);
      assertThat(several.count(shop)).isZero();
    }
    assertThat(server.connections()).isZero();
  }

  /** The connection is there long before the thread can look, and its time is over by then. */
  @Test
  void connectionThatIsThereAfterAStallIsTaken() {
    Duration timeout = Duration.ofMillis(200);
    ConnectionPool hasty = poolWith(names, timeout);
    CompletableFuture<UpstreamConnection> result = new CompletableFuture<>();
    thread(0)
        .execute(() -> {
          acquire(thread(0), hasty, instance, result);
          long end = System.nanoTime() + 2 * timeout.toNanos();
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(timeout.toNanos());
          }
        });
    assertThat(result.orTimeout(1, TimeUnit.MINUTES).join().isOpen()).isTrue();
  }
}
