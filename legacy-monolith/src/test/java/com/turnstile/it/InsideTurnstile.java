package com.turnstile.it;

import com.turnstile.Slowness;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Tests inside the server, whose classes are added to the WAR. All such classes share one
 * deployment, as {@link SharedDeployments} says.
 */
@ArquillianTest
abstract class InsideTurnstile {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @Deployment
  static WebArchive turnstile() {
    return TurnstileWar.asBuilt()
        .addClasses(InsideTurnstile.class, LockWaits.class, Slowness.class)
        .addClasses(
            AccountBeansIT.class,
            CheckoutBeansIT.class,
            HostCacheIT.class,
            PricingIT.class,
            ReservationBeanIT.class,
            SalesBeansIT.class,
            SessionBeansIT.class);
  }

  /**
   * Asks until the answer is good, for two minutes at most, and gives the last answer. On a busy
   * machine memcached answers too late now and then, and that is a miss.
   */
  static <T> T asked(Callable<T> question, Predicate<T> good) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    T answer = question.call();
    while (!good.test(answer) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      answer = question.call();
    }
    return answer;
  }
}
