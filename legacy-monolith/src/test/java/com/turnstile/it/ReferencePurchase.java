package com.turnstile.it;

import static com.turnstile.it.CheckoutClient.purchaseOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.ws.v3.gen.Order;
import com.turnstile.ws.v3.gen.Purchase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * Buys the reference basket, and others, and says how many statements a purchase takes by three
 * accounts that know nothing of each other. Used by one thread, in a test that has the server for
 * itself.
 */
final class ReferencePurchase implements AutoCloseable {

  /** Of one warm purchase of the reference basket. */
  static final Profile PUBLISHED = new Profile(137, 32, 7, 1);

  private static final Duration MESSAGE = Duration.ofSeconds(30);

  private final URI application;
  private final CheckoutClient client;

  ReferencePurchase(URI application) throws IOException {
    this.application = application;
    this.client = new CheckoutClient(application);
  }

  /** 3 lines, 5 tickets. */
  static String[] basket() {
    return new String[] {"STANDING*2", "SEATED*2", "VIP*1"};
  }

  static Purchase purchase(long customer, String event, String... lines) {
    Purchase purchase = purchaseOf(UUID.randomUUID().toString(), event, lines);
    purchase.setCustomerId(customer);
    return purchase;
  }

  /** Buys, and waits until the message about it is out: the last that a purchase does. */
  void buy(Purchase purchase) throws Exception {
    Order order = client.purchase(purchase);
    assertThat(order.getStatus()).isEqualTo("PAID");
    assertThat(Surroundings.messages().awaitMessage(order.getOrderReference(), MESSAGE))
        .isPresent();
  }

  /** Buys, and counts. */
  Accounts measure(Purchase purchase) throws Exception {
    RecordedSql before = recorded();
    try (ServerStatements log = new ServerStatements()) {
      buy(purchase);
      return new Accounts(
          Profile.of(log.byVerb()),
          Profile.of(log.counted()),
          Profile.of(recorded().since(before)));
    }
  }

  private RecordedSql recorded() throws IOException, InterruptedException {
    return RecordedSql.of(application, "Checkout.purchase");
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * What one purchase took.
   *
   * @param texts by the texts of the statements that the server got
   * @param counters by the server's own counters
   * @param recorder by the SQL recorder
   */
  record Accounts(Profile texts, Profile counters, Profile recorder) {

    static Accounts all(Profile profile) {
      return new Accounts(profile, profile, profile);
    }
  }
}
