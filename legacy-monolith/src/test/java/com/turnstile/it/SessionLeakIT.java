package com.turnstile.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.sessions.Login;
import com.turnstile.ws.v3.gen.sessions.Logout;
import com.turnstile.ws.v3.gen.sessions.Sessions;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What each session leaves behind. In a deployment of its own, since only its end gives threads and
 * memory back.
 */
@ArquillianTest
@RunAsClient
class SessionLeakIT {

  private static final int LOGINS = 20;
  private static final int ORDERS = 120;
  private static final int LINES = 40;
  // A copy of so many lines is twice that; what else lives in the server's heap comes and goes by a
  // megabyte.
  private static final long BYTES = 150_000;
  private static final long CUSTOMER = 31;

  @ArquillianResource private URL application;
  @ArquillianResource private ManagementClient management;

  @Deployment(testable = false)
  static WebArchive turnstile() {
    return TurnstileWar.asBuilt();
  }

  @Test
  @Slowness({"SLOW-35", "SLOW-36"})
  void eachLoginLeavesTwoThreadsAndACopyThatNoLogoutEnds(TestReporter reporter) throws Exception {
    SessionRows.addOrders(CUSTOMER, ORDERS);
    SessionRows.addLines(CUSTOMER, LINES - 3);
    try (ServicePort<Sessions> sessions = new ServicePort<>(application.toURI(), Sessions.class)) {
      logout(sessions, login(sessions));
      RecordedSql start = RecordedSql.of(application.toURI(), "Sessions.login");
      login(sessions);
      RecordedSql one = RecordedSql.of(application.toURI(), "Sessions.login").since(start);
      int threads = threads();
      long heap = heapAfterCollection();

      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < LOGINS; i++) {
        tokens.add(login(sessions));
      }
      int threadsOpen = threads();
      long heapOpen = heapAfterCollection();
      for (String token : tokens) {
        logout(sessions, token);
      }
      int threadsLeft = threads();
      long heapLeft = heapAfterCollection();

      reporter.publishEntry("statements of one login", one.toString());
      reporter.publishEntry("threads", threads + ", " + threadsOpen + ", " + threadsLeft);
      reporter.publishEntry("heap", heap + ", " + heapOpen + ", " + heapLeft);
      assertThat(threadsOpen - threads).isEqualTo(2 * LOGINS);
      assertThat(threadsLeft - threads).isEqualTo(2 * LOGINS);
      assertThat(heapOpen - heap).as("bytes").isGreaterThan(LOGINS * BYTES);
      assertThat(heapLeft - heap).as("bytes").isGreaterThan(LOGINS * BYTES);
      // Customer, credential; again customer, orders, the one event, the three ticket types; and
      // the lines of each order.
      assertThat(one).isEqualTo(new RecordedSql(8 + ORDERS, 1, 0, 0));
    }
    assertThat(TurnstileRows.query("select * from customer_session where customer_id = 31"))
        .as("the open session of the count")
        .hasSize(1);
  }

  private static String login(ServicePort<Sessions> sessions) throws Exception {
    Login login = new Login();
    login.setCustomerId(CUSTOMER);
    login.setPassword("curtain-up-2026");
    return sessions.port().login(login).getToken();
  }

  private static void logout(ServicePort<Sessions> sessions, String token) throws Exception {
    Logout logout = new Logout();
    logout.setToken(token);
    sessions.port().logout(logout);
  }

  /** Those of sessions, by their names; the server's own come and go meanwhile. */
  private int threads() throws IOException {
    return new ServerJvm(management).threads("session-");
  }

  private long heapAfterCollection() throws IOException {
    return new ServerJvm(management).heapAfterCollection();
  }
}
