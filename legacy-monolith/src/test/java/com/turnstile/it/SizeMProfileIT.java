package com.turnstile.it;

import static com.turnstile.it.ReferencePurchase.PUBLISHED;
import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.it.ReferencePurchase.Accounts;
import com.turnstile.ws.v3.gen.sessions.Login;
import com.turnstile.ws.v3.gen.sessions.Sessions;
import java.io.IOException;
import java.net.URL;
import java.sql.SQLException;
import java.util.List;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The published profile at data size M. The build gives this class database and server of its own,
 * after all other tests: they would not find their rows. {@code ./matapalo prove profile} runs it
 * alone and keeps what it saw in {@code docs/results/purchase-profile.md}.
 */
@Tag("deep")
class SizeMProfileIT extends ClientOfTurnstile {

  private static final String ON_SALE =
      "select e.code from event e where e.id > 200 and e.status = 'ON_SALE' and %s (select 1 from"
          + " fee_rule r where r.event_id = e.id) order by e.id desc limit 1";

  @ArquillianResource private URL application;

  @BeforeAll
  static void loadSizeM() throws IOException, InterruptedException {
    GeneratedData.load("M");
  }

  @Test
  void warmPurchasesHaveThePublishedProfile() throws Exception {
    String event = one(ON_SALE.formatted("not exists"));
    String withLevy = one(ON_SALE.formatted("exists"));
    Profile oneRuleMore = Profile.ofPurchase(3, 5, 3, 3);
    try (ReferencePurchase reference = new ReferencePurchase(application.toURI())) {
      ProfileReport report = new ProfileReport(reference);
      report.repeat("customer 7 of the seed, event EV-0020 of the seed", 7, "EV-0020");
      for (String role : List.of("MEMBER", "PUBLIC", "AGENCY")) {
        long customer = generated(role);
        report.repeat("%s %d, %s".formatted(role, customer, event), customer, event);
      }
      List<Accounts> levied =
          report.repeat("event %s with a fee rule of its own".formatted(withLevy), 7, withLevy);
      if (Boolean.getBoolean("matapalo.prove")) {
        report.write();
      }

      assertThat(report.measured()).hasSize(5 * ProfileReport.REPETITIONS);
      assertThat(levied).containsOnly(Accounts.all(oneRuleMore));
      assertThat(report.measured().subList(0, 4 * ProfileReport.REPETITIONS))
          .containsOnly(Accounts.all(PUBLISHED));
    }
  }

  @Test
  void generatedCustomerLogsIn() throws Exception {
    long customer = generated("MEMBER");
    Login request = new Login();
    request.setCustomerId(customer);
    request.setPassword("curtain-up-2026");
    try (ServicePort<Sessions> sessions = new ServicePort<>(application.toURI(), Sessions.class)) {
      assertThat(sessions.port().login(request).getSession().getCustomerId()).isEqualTo(customer);
    }
  }

  /** The newest such customer of the generated ones. */
  private static long generated(String role) throws SQLException {
    return Long.parseLong(
        query(
                "select max(id) from customer where role_code = ? and status = 'ACTIVE' and id > 2000",
                role)
            .get(0));
  }

  private static String one(String sql) throws SQLException {
    List<String> rows = query(sql);
    assertThat(rows).as(sql).hasSize(1);
    return rows.get(0);
  }
}
