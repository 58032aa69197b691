package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.orders.BookingFailed;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.soap.Declined;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.soap.SoapWriter;
import io.matapalo.fastpath.telemetry.StatementLabels;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Checkout service, SOAP bytes in and out. Blocks. Thread-safe. */
public final class CheckoutService {

  private static final Logger LOG = LoggerFactory.getLogger(CheckoutService.class);

  private final Purchase purchase;
  private final OrderLookup orderLookup;
  private final StatementLabels labels;
  private final Supplier<Deadline> deadlines;

  /**
   * A service.
   *
   * @param deadlines the deadline of a request that starts when asked
   */
  public CheckoutService(
      Purchase purchase,
      OrderLookup orderLookup,
      StatementLabels labels,
      Supplier<Deadline> deadlines) {
    this.purchase = purchase;
    this.orderLookup = orderLookup;
    this.labels = labels;
    this.deadlines = deadlines;
  }

  /**
   * Answers one message.
   *
   * @throws Declined before any side effect, when it is left to legacy
   */
  public CheckoutAnswer answer(byte[] message) {
    Deadline deadline = deadlines.get();
    SoapReader soap = SoapReader.open(message);
    CheckoutReader reader = new CheckoutReader(soap);
    return switch (CheckoutReader.operation(soap.name())) {
      case "purchase" -> {
        PurchaseRequest request = reader.purchase();
        soap.finish();
        yield answer(
            "Checkout.purchase", "purchaseResponse", () -> purchase.run(request, deadline));
      }
      case "getOrder" -> {
        String reference = reader.orderReference();
        soap.finish();
        yield answer("Checkout.getOrder", "getOrderResponse", () -> orderLookup.run(reference));
      }
      default -> throw new Declined("unknown-operation");
    };
  }

  /** An operation at work. */
  private interface Work {
    CheckoutOutcome run() throws SQLException;
  }

  private CheckoutAnswer answer(String operation, String root, Work work) {
    return labels.during(operation, () -> guarded(operation, root, work));
  }

  private static CheckoutAnswer guarded(String operation, String root, Work work) {
    try {
      return switch (work.run()) {
        case CheckoutOutcome.Accepted accepted ->
            CheckoutAnswer.response(CheckoutWriter.order(root, accepted.order()));
        case CheckoutOutcome.Refused refused ->
            CheckoutAnswer.fault(CheckoutWriter.fault(refused.refusal()));
      };
    } catch (SQLException | BookingFailed | IllegalStateException e) {
      LOG.error("an operation failed operation={}", operation, e);
      return internalError();
    }
  }

  /** What a client is told of anything that is not in the contract. */
  public static CheckoutAnswer internalError() {
    return CheckoutAnswer.fault(SoapWriter.fault(SoapWriter.FaultSide.SERVER, "internal error"));
  }
}
