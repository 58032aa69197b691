package com.turnstile.service;

import com.turnstile.transfer.PurchaseData;
import com.turnstile.vendor.Payment;
import com.turnstile.vendor.PaymentClient;
import com.turnstile.vendor.PaymentDeclinedException;
import com.turnstile.vendor.PaymentKeyConflictException;
import com.turnstile.vendor.VendorException;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Money, from the payment provider. Thread-safe, as a stateless bean. */
@Stateless
public class PaymentBean {

  private static final Logger LOG = Logger.getLogger(PaymentBean.class.getName());

  @EJB private ConfigurationBean configuration;

  public Payment authorise(PurchaseData purchase, BigDecimal total, String currency)
      throws CheckoutRefusal {
    try {
      return client().authorise(purchase.getRequestId(), total, currency, purchase.getCard());
    } catch (PaymentDeclinedException e) {
      throw new CheckoutRefusal("CARD_DECLINED", "the card was declined: " + e.getMessage());
    } catch (PaymentKeyConflictException e) {
      throw new CheckoutRefusal("REQUEST_ID_CONFLICT", "requestId was used for another purchase");
    } catch (VendorException e) {
      throw unavailable(e);
    }
  }

  public void capture(String paymentId, BigDecimal total) throws CheckoutRefusal {
    try {
      client().capture(paymentId, total);
    } catch (VendorException e) {
      // Whether the money was taken is unknown: a repeat of the request finds out and goes on.
      throw unavailable(e);
    }
  }

  public void refund(String paymentId, BigDecimal total) throws CheckoutRefusal {
    try {
      client().refund(paymentId, total);
    } catch (VendorException e) {
      LOG.log(Level.WARNING, "no answer from the payment provider: {0}", e.getMessage());
      throw new CheckoutRefusal(
          "VENDOR_UNAVAILABLE", "the payment provider does not answer, try the refund again");
    }
  }

  /** Gives a reservation back, if the provider answers; if not, it lapses by itself. */
  public void cancel(String paymentId) {
    try {
      client().cancel(paymentId);
    } catch (VendorException e) {
      LOG.log(
          Level.WARNING,
          "payment {0} was not voided: {1}",
          new Object[] {paymentId, e.getMessage()});
    }
  }

  private static CheckoutRefusal unavailable(VendorException e) {
    LOG.log(Level.WARNING, "no answer from the payment provider: {0}", e.getMessage());
    return new CheckoutRefusal(
        "VENDOR_UNAVAILABLE",
        "the payment provider does not answer, try again with the same requestId");
  }

  private PaymentClient client() {
    return new PaymentClient(
        Settings.required("turnstile.payment.url"),
        configuration.number("payment.connect-timeout-ms", 2_000),
        configuration.number("payment.read-timeout-ms", 10_000));
  }
}
