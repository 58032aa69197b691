package com.turnstile.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests from outside the server, of the WAR as it was built. All such classes share one deployment,
 * as {@link SharedDeployments} says.
 */
@ArquillianTest
@RunAsClient
abstract class ClientOfTurnstile {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private static Class<?> begun;

  @ArquillianResource private ManagementClient management;

  @Deployment(testable = false)
  static WebArchive turnstile() {
    return TurnstileWar.asBuilt();
  }

  /** Whoever counts statements must not count what the purchases of an earlier class still take. */
  @BeforeEach
  void awaitMessagesOfEarlierClasses() {
    if (begun != getClass()) {
      await().atMost(DEADLINE).until(() -> new ServerJvm(management).threads("notification-") == 0);
      begun = getClass();
    }
  }
}
