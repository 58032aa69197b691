package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Probe;
import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Loss;
import io.matapalo.router.cluster.health.ProbeResult.Replication;
import io.matapalo.router.cluster.health.ProbeResult.Replication.State;
import io.matapalo.router.topology.Engine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node whose answers a test sets. Thread-safe. */
final class FakeNode implements Probe {

  static final ProbeResult PRIMARY = result(false, Replication.NONE);
  static final ProbeResult REPLICA = behind(0);

  final AtomicInteger probes = new AtomicInteger();
  final AtomicInteger brokenOff = new AtomicInteger();
  private volatile ProbeResult answer = PRIMARY;
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  static ProbeResult behind(long seconds) {
    return result(true, new Replication(State.RUNNING, seconds, ""));
  }

  static ProbeResult result(boolean readOnly, Replication replication) {
    return new ProbeResult("", Loss.NONE, Engine.MARIADB, readOnly, replication, "0-1-7", "1");
  }

  void answer(ProbeResult changed) {
    answer = changed;
  }

  void hang() {
    hanging = new CountDownLatch(1);
  }

  void recover() {
    hanging.countDown();
  }

  @Override
  public ProbeResult run() {
    probes.incrementAndGet();
    try {
      if (!hanging.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody ended the hanging probe");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  @Override
  public void breakOff() {
    brokenOff.incrementAndGet();
  }

  @Override
  public void close() {}
}
