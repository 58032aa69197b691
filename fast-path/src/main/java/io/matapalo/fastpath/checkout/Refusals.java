package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.checkout.sale.FaultCode;
import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.checkout.sale.Refusal;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Refuses purchases, with an audit record of each. Blocks. Thread-safe. */
public final class Refusals {

  private final AuditTrail audit;
  private final InstantSource clock;

  public Refusals(AuditTrail audit, InstantSource clock) {
    this.audit = audit;
    this.clock = clock;
  }

  CheckoutOutcome refuse(PurchaseRequest request, Refusal refusal) throws SQLException {
    boolean unknown = refusal.code() == FaultCode.UNKNOWN_CUSTOMER;
    OptionalLong customer = unknown ? OptionalLong.empty() : OptionalLong.of(request.customerId());
    audit.write(
        AuditEntry.refused(clock.instant(), customer, request.requestId(), refusal.code().name()));
    return new CheckoutOutcome.Refused(refusal);
  }
}
