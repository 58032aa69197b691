package io.matapalo.proxy.upstream;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.health.Outcome;
import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.resilience.OwnShortage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What one request tells of its instance and of its cluster: to outlier detection, to the circuit
 * breaker and to the limit that follows latency. Confined to one I/O thread.
 */
public final class PassiveCheck {

  private final Cluster cluster;
  private long pass;
  private Instance instance;
  private long sentAtMillis;
  private long heardBefore;
  private boolean stalled;

  /** The check of a request that is not sent yet. */
  public PassiveCheck(Cluster cluster, Instance first) {
    this.cluster = cluster;
    this.instance = first;
  }

  /** Whether the circuit breaker lets the request be sent. To be asked once. */
  public boolean mayBeSent() {
    Optional<CircuitBreaker> breaker = cluster.protection().breaker();
    pass = breaker.isPresent() ? breaker.get().pass() : 0;
    return pass != CircuitBreaker.REFUSED;
  }

  /** It is sent to an instance at this moment. */
  public void sent(Instance to, long nowMillis) {
    instance = to;
    sentAtMillis = nowMillis;
    stalled = false;
    heardBefore = cluster.members().heard(to);
  }

  /** When a request without a byte of an answer stalls; {@link Long#MAX_VALUE} for never. */
  public long stallsAtMillis() {
    Duration after = cluster.config().health().outliers().hangAfter();
    return after.isZero() ? Long.MAX_VALUE : sentAtMillis + after.toMillis();
  }

  /** It has waited for long without a byte of an answer, and waits on. It counts once. */
  public void stalls() {
    stalled = cluster.members().stalls(instance, heardBefore);
    if (stalled) {
      cluster.protection().breaker().ifPresent(breaker -> breaker.failed(pass));
    }
  }

  /**
   * It was answered.
   *
   * @param pace whether its time tells of the instance, or of a client that sent slowly
   */
  public void answered(Outcome outcome, Pace pace) {
    // Failures are often quick, and would make a sick cluster seem a fast one.
    if (outcome == Outcome.GOOD && pace == Pace.OF_INSTANCE) {
      cluster.protection().answered(sentAtMillis);
    }
    ended(outcome);
  }

  /** Who set the pace of a request. */
  public enum Pace {
    OF_INSTANCE,
    OF_CLIENT
  }

  /** Its deadline passed. */
  public void timedOut() {
    cluster.protection().answered(sentAtMillis);
    if (!stalled) {
      ended(Outcome.NO_ANSWER);
    }
  }

  /** It ended so. */
  public void ended(Outcome outcome) {
    cluster.members().answered(instance, outcome);
    if (cluster.protection().breaker().isEmpty()) {
      return;
    }
    CircuitBreaker breaker = cluster.protection().breaker().get();
    if (outcome == Outcome.GOOD) {
      breaker.succeeded(pass);
    } else {
      breaker.failed(pass);
    }
  }

  /** No instance could be connected to; this is what the last of them said. */
  public void unreachable(IOException cause) {
    if (!OwnShortage.isIn(cause)) {
      cluster.protection().breaker().ifPresent(breaker -> breaker.failed(pass));
    }
  }
}
