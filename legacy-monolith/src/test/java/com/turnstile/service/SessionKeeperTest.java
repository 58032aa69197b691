package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SessionKeeperTest {

  @Test
  void keeperStaysWhenItsCustomerLeavesAndEndsWhenItIsStopped() throws InterruptedException {
    SessionKeeper keeper = new SessionKeeper(copy(), 1);
    keeper.start();

    keeper.leave();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(keeper::hasLeft);

    assertThat(keeper.thread().isAlive()).isTrue();
    keeper.stop();
    assertThat(keeper.thread().join(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void copySharesNothingWithWhatItWasMadeFrom() {
    CustomerCopy customer = copy();

    CustomerCopy kept = new SessionKeeper(customer, 2).customer();

    assertThat(kept).isEqualTo(customer).isNotSameAs(customer);
    assertThat(kept.orders().get(0).lines().get(0))
        .isNotSameAs(customer.orders().get(0).lines().get(0));
  }

  private static CustomerCopy copy() {
    CustomerCopy.LineCopy line = new CustomerCopy.LineCopy("VIP lounge", 2, BigDecimal.TEN);
    CustomerCopy.OrderCopy order =
        new CustomerCopy.OrderCopy("T-1", "Event 1", BigDecimal.TEN, Instant.EPOCH, List.of(line));
    return new CustomerCopy(1, "Customer 1", "customer1@example.org", List.of(order));
  }
}
