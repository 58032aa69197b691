package com.turnstile.it;

import com.turnstile.Slowness;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Tests inside the server, whose classes are added to the WAR. All such classes share one
 * deployment, as {@link SharedDeployments} says.
 */
@ArquillianTest
abstract class InsideTurnstile {

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
}
