package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.Priority;
import io.matapalo.proxy.exchange.Admitted;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Refusal;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.resilience.Admission;
import io.matapalo.proxy.resilience.CircuitBreaker;
import io.matapalo.proxy.upstream.Cluster;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.XnioExecutor;

/**
 * Step 5, admit: one routed request at the door of its cluster, until it has a permit or has waited
 * too long. The end of the request gives the permit back. Confined to one I/O thread.
 */
final class Entrance implements Admission.Waiter {

  private final Routed routed;
  private final Cluster cluster;
  private final Consumer<Admitted> next;

  private Entrance(Routed routed, Consumer<Admitted> next) {
    this.routed = routed;
    this.cluster = routed.cluster();
    this.next = next;
  }

  /** Goes on with a permit of the cluster; refuses the request if there is none in time. */
  static void admit(Routed routed, Consumer<Admitted> next) {
    new Entrance(routed, next).enter();
  }

  private void enter() {
    OpenRequest request = routed.request();
    request.watchClient();
    Optional<CircuitBreaker> breaker = cluster.protection().breaker();
    if (breaker.isPresent() && breaker.get().refuses()) {
      request.refuse(Refusal.CIRCUIT_OPEN);
      return;
    }
    Admission admission = cluster.admission();
    switch (admission.enter(priority(), this)) {
      case Admission.Admitted _ -> goOn();
      case Admission.Refused _ -> request.refuse(Refusal.OVERLOADED);
      case Admission.Waiting waiting -> {
        XnioExecutor.Key timer =
            request
                .thread()
                .executeAfter(
                    () -> request.refuse(Refusal.OVERLOADED),
                    cluster.config().connections().queueTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        request
            .undoing()
            .step(() -> {
              timer.remove();
              admission.leave(waiting);
            });
      }
    }
  }

  private Priority priority() {
    Optional<Operation> operation = routed.decision().operation();
    return operation.isPresent() ? operation.get().handling().priority() : Priority.NORMAL;
  }

  @Override
  public void displaced() {
    OpenRequest request = routed.request();
    request.thread().execute(() -> request.refuse(Refusal.OVERLOADED));
  }

  @Override
  public void admitted() {
    routed.request().thread().execute(this::waited);
  }

  /**
   * The permit came from another request. Its thread may have been quicker than the news that the
   * client went away, and a request that nobody waits for must not be sent.
   */
  private void waited() {
    if (routed.request().isAbandoned()) {
      cluster.admission().release();
      return;
    }
    goOn();
  }

  private void goOn() {
    OpenRequest request = routed.request();
    request.undoing().leaveStep();
    request.undoing().permit(cluster.admission()::release);
    request.guarded(new Admitted(routed), next);
  }
}
