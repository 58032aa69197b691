package io.matapalo.testkit.vendors.payment;

import io.matapalo.testkit.vendors.SimulatedVendor;
import io.matapalo.testkit.vendors.VendorSettings;
import io.matapalo.testkit.vendors.payment.PaymentCounters.Counted;
import java.security.SecureRandom;

/**
 * A simulated card payment provider over HTTP on loopback. It keeps no card number: the last four
 * digits, and a keyed hash to tell cards apart. One payment for each idempotency key, however many
 * requests carry it at once. Thread-safe.
 */
public final class PaymentProvider extends SimulatedVendor {
  private final PaymentLedger ledger;

  private PaymentProvider(PaymentLedger ledger, VendorSettings settings, int port) {
    super(settings, port, new PaymentRequests(ledger));
    this.ledger = ledger;
  }

  /** Starts one on a free port. */
  public static PaymentProvider start(VendorSettings settings) {
    return start(settings, 0);
  }

  public static PaymentProvider start(VendorSettings settings, int port) {
    PaymentLedger ledger = new PaymentLedger(new SecureRandom(), CardSeal.withRandomKey());
    return new PaymentProvider(ledger, settings, port);
  }

  /** Different idempotency keys seen: authorised or declined. */
  public long payments() {
    return counters().of(Counted.PAYMENTS);
  }

  /** Payments captured, each counted once. */
  public long captures() {
    return counters().of(Counted.CAPTURES);
  }

  public long voids() {
    return counters().of(Counted.VOIDS);
  }

  public long refunds() {
    return counters().of(Counted.REFUNDS);
  }

  public PaymentCounters counters() {
    return ledger.counters();
  }
}
