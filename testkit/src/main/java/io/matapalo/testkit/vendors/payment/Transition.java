package io.matapalo.testkit.vendors.payment;

import io.matapalo.testkit.vendors.payment.Payment.Status;
import io.matapalo.testkit.vendors.payment.PaymentCounters.Counted;
import java.math.BigDecimal;

/** One step in the life of a payment, as a function of the payment and the totals. Pure. */
@FunctionalInterface
interface Transition {

  /** What the caller is told, and the totals after it. */
  record Outcome(PaymentResult result, PaymentCounters counters) {}

  Outcome of(Payment payment, PaymentCounters counters);

  static Transition look() {
    return Transition::same;
  }

  static Transition capture(BigDecimal amount) {
    return (payment, counters) ->
        switch (payment.status()) {
          case AUTHORISED ->
              amount.compareTo(payment.amount()) == 0
                  ? done(payment, Status.CAPTURED, counters.oneCapture(amount))
                  : wrongAmount(payment, counters);
          case CAPTURED -> same(payment, counters);
          case VOIDED, REFUNDED, DECLINED -> conflict("captured", payment, counters);
        };
  }

  static Transition cancel() {
    return (payment, counters) ->
        switch (payment.status()) {
          case AUTHORISED -> done(payment, Status.VOIDED, counters.oneMore(Counted.VOIDS));
          case VOIDED -> same(payment, counters);
          case CAPTURED, REFUNDED, DECLINED -> conflict("voided", payment, counters);
        };
  }

  static Transition refund(BigDecimal amount) {
    return (payment, counters) ->
        switch (payment.status()) {
          case CAPTURED ->
              amount.compareTo(payment.amount()) == 0
                  ? done(payment, Status.REFUNDED, counters.oneMore(Counted.REFUNDS))
                  : wrongAmount(payment, counters);
          case REFUNDED -> same(payment, counters);
          case AUTHORISED, VOIDED, DECLINED -> conflict("refunded", payment, counters);
        };
  }

  private static Outcome same(Payment payment, PaymentCounters counters) {
    return new Outcome(new PaymentResult.Done(payment), counters);
  }

  private static Outcome done(Payment payment, Status status, PaymentCounters counters) {
    return new Outcome(new PaymentResult.Done(payment.with(status)), counters);
  }

  private static Outcome wrongAmount(Payment payment, PaymentCounters counters) {
    return new Outcome(
        new PaymentResult.Invalid("amount must be that of the payment, " + payment.amount()),
        counters);
  }

  private static Outcome conflict(String wish, Payment payment, PaymentCounters counters) {
    return new Outcome(
        new PaymentResult.Conflict(
            "a payment that is %s cannot be %s".formatted(payment.status(), wish)),
        counters);
  }
}
