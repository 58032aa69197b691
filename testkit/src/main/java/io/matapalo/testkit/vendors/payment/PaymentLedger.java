package io.matapalo.testkit.vendors.payment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.testkit.vendors.DeclineRule;
import io.matapalo.testkit.vendors.payment.Payment.Status;
import io.matapalo.testkit.vendors.payment.PaymentCounters.Counted;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The provider's books: one payment for each idempotency key, however many requests carry it at
 * once. Keeps the last 500,000 payments and forgets the oldest. Thread-safe.
 */
public final class PaymentLedger {
  /** This card is always declined. */
  private static final String DECLINED_CARD = "4000000000000002";

  private static final int MAX_PAYMENTS = 500_000;

  /** A step in the life of a payment: from which state, to which, and as what it counts. */
  private enum Transition {
    CAPTURE(Status.AUTHORISED, Status.CAPTURED, Counted.CAPTURES),
    VOID(Status.AUTHORISED, Status.VOIDED, Counted.VOIDS),
    REFUND(Status.CAPTURED, Status.REFUNDED, Counted.REFUNDS);

    private final Status from;
    private final Status to;
    private final Counted counted;

    Transition(Status from, Status to, Counted counted) {
      this.from = from;
      this.to = to;
      this.counted = counted;
    }
  }

  private final RandomGenerator random;
  private final CardSeal seal;

  @GuardedBy("this")
  private final SequencedMap<String, Payment> byKey = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<String, String> keyOfId = new HashMap<>();

  @GuardedBy("this")
  private PaymentCounters counters = PaymentCounters.ZERO;

  public PaymentLedger(RandomGenerator random, CardSeal seal) {
    this.random = random;
    this.seal = seal;
  }

  /** Authorises, declines, or answers again what it answered to this key before. */
  public synchronized PaymentResult authorise(
      String key, BigDecimal amount, String currency, Card card, DeclineRule rule) {
    String cardSeal = seal.of(card);
    Payment known = byKey.get(key);
    if (known == null) {
      return new PaymentResult.Done(made(key, amount, currency, card, rule));
    }
    if (known.isSamePurchase(amount, currency, cardSeal)) {
      counters = counters.oneMore(Counted.REPEATS);
      return new PaymentResult.Done(known);
    }
    counters = counters.oneMore(Counted.CONFLICTS);
    return new PaymentResult.Conflict(
        "the idempotency key was used with another amount, currency or card");
  }

  public PaymentResult capture(String id, BigDecimal amount) {
    return change(id, Transition.CAPTURE, amount);
  }

  public PaymentResult cancel(String id) {
    return change(id, Transition.VOID, null);
  }

  public PaymentResult refund(String id, BigDecimal amount) {
    return change(id, Transition.REFUND, amount);
  }

  public synchronized PaymentResult status(String id) {
    Payment payment = find(id);
    return payment == null ? new PaymentResult.Unknown() : new PaymentResult.Done(payment);
  }

  public synchronized PaymentCounters counters() {
    return counters;
  }

  /** Takes the step once; {@code amount} must be the payment's, unless the step needs none. */
  private synchronized PaymentResult change(
      String id, Transition step, @Nullable BigDecimal amount) {
    Payment payment = find(id);
    if (payment == null) {
      return new PaymentResult.Unknown();
    }
    if (payment.status() == step.to) {
      return new PaymentResult.Done(payment);
    }
    if (payment.status() != step.from) {
      String wish = step.to.name().toLowerCase(Locale.ROOT);
      return new PaymentResult.Conflict(
          "a payment that is %s cannot be %s".formatted(payment.status(), wish));
    }
    if (amount != null && amount.compareTo(payment.amount()) != 0) {
      return new PaymentResult.Invalid("amount must be that of the payment, " + payment.amount());
    }
    Payment changed = payment.with(step.to);
    byKey.put(changed.key(), changed);
    counters = counters.oneMore(step.counted);
    if (step == Transition.CAPTURE) {
      counters = counters.withCaptured(payment.amount());
    }
    return new PaymentResult.Done(changed);
  }

  @GuardedBy("this")
  private @Nullable Payment find(String id) {
    return byKey.get(keyOfId.getOrDefault(id, ""));
  }

  @GuardedBy("this")
  private Payment made(
      String key, BigDecimal amount, String currency, Card card, DeclineRule rule) {
    counters = counters.oneMore(Counted.PAYMENTS);
    String reason = reasonToDecline(key, card, rule);
    boolean authorised = reason.isEmpty();
    counters =
        authorised ? counters.oneMore(Counted.AUTHORISATIONS) : counters.oneMore(Counted.DECLINES);
    Payment payment =
        new Payment(
            "pay_" + hex(16),
            key,
            amount,
            currency,
            seal.of(card),
            card.lastFour(),
            authorised ? Status.AUTHORISED : Status.DECLINED,
            authorised ? hex(6) : "",
            reason);
    keep(payment);
    return payment;
  }

  @GuardedBy("this")
  private String reasonToDecline(String key, Card card, DeclineRule rule) {
    if (card.number().equals(DECLINED_CARD)) {
      return "insufficient funds";
    }
    return rule.declines(key, counters.of(Counted.PAYMENTS)) ? "declined by the issuer" : "";
  }

  @GuardedBy("this")
  private void keep(Payment payment) {
    byKey.put(payment.key(), payment);
    keyOfId.put(payment.id(), payment.key());
    if (byKey.size() > MAX_PAYMENTS) {
      Payment oldest = byKey.pollFirstEntry().getValue();
      keyOfId.remove(oldest.id());
    }
  }

  private String hex(int digits) {
    return HexFormat.of().toHexDigits(random.nextLong(), digits);
  }
}
