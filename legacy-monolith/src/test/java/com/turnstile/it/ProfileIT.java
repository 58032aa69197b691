package com.turnstile.it;

import static com.turnstile.it.ReferencePurchase.PUBLISHED;
import static com.turnstile.it.ReferencePurchase.purchase;
import static com.turnstile.it.TurnstileRows.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.it.ReferencePurchase.Accounts;
import java.net.URL;
import java.util.stream.Stream;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published profile: 137 selects, 32 updates, 7 inserts and 1 delete for one warm purchase of
 * the reference basket; and what other baskets, roles and fee rules come to. By the texts of the
 * statements that the server got, by the server's own counters, and by the recorder.
 */
class ProfileIT extends ClientOfTurnstile {

  private static final String[] REFERENCE_BASKET = ReferencePurchase.basket();

  @ArquillianResource private URL application;
  private ReferencePurchase reference;

  @BeforeEach
  void warmUp() throws Exception {
    reference = new ReferencePurchase(application.toURI());
    reference.buy(purchase(7, "EV-0020", REFERENCE_BASKET));
    reference.buy(purchase(7, "EV-0020", REFERENCE_BASKET));
  }

  @AfterEach
  void disconnect() {
    reference.close();
  }

  @Test
  void warmPurchaseOfTheReferenceBasketHasThePublishedProfile() throws Exception {
    assertThat(reference.measure(purchase(7, "EV-0020", REFERENCE_BASKET)))
        .isEqualTo(Accounts.all(PUBLISHED));
    assertThat(PUBLISHED.all()).isEqualTo(177);
    assertThat(Profile.ofPurchase(3, 5, 3, 2)).isEqualTo(PUBLISHED);
  }

  /** Customers 6, 7 and 8 are of three different roles, 6 to 10 of five countries. */
  @Test
  void everySeededCustomerHasTheSameProfile() throws Exception {
    for (long customer = 6; customer <= 10; customer++) {
      try (ServerStatements log = new ServerStatements()) {
        reference.buy(purchase(customer, "EV-0020", REFERENCE_BASKET));

        assertThat(Profile.of(log.byVerb())).as("customer %d", customer).isEqualTo(PUBLISHED);
      }
    }
  }

  static Stream<Arguments> purchases() {
    return Stream.of(
        Arguments.of(new String[] {"VIP*1"}, 3, 0),
        Arguments.of(new String[] {"VIP*10"}, 3, 0),
        Arguments.of(new String[] {"BALCONY*3", "VIP*2"}, 3, 0),
        Arguments.of(new String[] {"STANDING*1", "SEATED*2", "BALCONY*3", "VIP*4"}, 3, 0),
        Arguments.of(REFERENCE_BASKET, 0, 0),
        Arguments.of(REFERENCE_BASKET, 8, 0),
        Arguments.of(REFERENCE_BASKET, 3, 3),
        Arguments.of(new String[] {"SEATED*4", "VIP*1"}, 5, 1));
  }

  @ParameterizedTest
  @MethodSource("purchases")
  void otherPurchasesFollowTheFormula(String[] basket, int permissions, int rulesOfEvent)
      throws Exception {
    update("update customer set role_code = 'TRIAL' where id = 12");
    update("insert into loyalty_tier (role_code, name, multiplier) values ('TRIAL', 'Trial', 2)");
    for (int i = 0; i < permissions; i++) {
      update("insert into role_permission (role_code, permission) values ('TRIAL', ?)", "MAY_" + i);
    }
    for (int i = 0; i < rulesOfEvent; i++) {
      update("insert into fee_rule (event_id, kind, amount) values (21, 'PER_TICKET', 0.1)");
    }
    try {
      reference.buy(purchase(12, "EV-0021", "VIP*1"));
      try (ServerStatements log = new ServerStatements()) {
        reference.buy(purchase(12, "EV-0021", basket));

        assertThat(Profile.of(log.byVerb()))
            .isEqualTo(
                Profile.ofPurchase(
                    basket.length, ticketsOf(basket), permissions, 2 + rulesOfEvent));
        assertThat(Profile.of(log.counted())).isEqualTo(Profile.of(log.byVerb()));
      }
    } finally {
      update("update customer set role_code = 'PUBLIC' where id = 12");
      update("delete from loyalty_tier where role_code = 'TRIAL'");
      update("delete from role_permission where role_code = 'TRIAL'");
      update("delete from fee_rule where event_id = 21");
    }
  }

  private static int ticketsOf(String[] basket) {
    return Stream.of(basket)
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf('*') + 1)))
        .sum();
  }
}
