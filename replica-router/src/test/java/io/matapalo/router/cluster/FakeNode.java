package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Inquiry;
import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Loss;
import io.matapalo.router.cluster.health.Look.Replication;
import io.matapalo.router.cluster.health.Look.Replication.State;
import io.matapalo.router.topology.Engine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node whose answers a test sets. Thread-safe. */
final class FakeNode implements Inquiry {

  static final Look PRIMARY = look(false, Replication.NONE);
  static final Look REPLICA = behind(0);

  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger brokenOff = new AtomicInteger();
  private volatile Look answer = PRIMARY;
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  static Look behind(long seconds) {
    return look(true, new Replication(State.RUNNING, seconds, ""));
  }

  static Look look(boolean readOnly, Replication replication) {
    return new Look("", Loss.NONE, Engine.MARIADB, readOnly, replication, "0-1-7", "1");
  }

  void answer(Look changed) {
    answer = changed;
  }

  void hang() {
    hanging = new CountDownLatch(1);
  }

  void recover() {
    hanging.countDown();
  }

  @Override
  public Look look() {
    looks.incrementAndGet();
    try {
      if (!hanging.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody ended the hanging look");
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
