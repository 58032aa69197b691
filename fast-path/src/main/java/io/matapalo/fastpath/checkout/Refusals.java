package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Keeps an audit record of each refused purchase. Blocks. Thread-safe. */
public final class Refusals {

  private final AuditTrail audit;
  private final InstantSource clock;

  public Refusals(AuditTrail audit, InstantSource clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** The same refusal, once its record is written. */
  Refused recorded(PurchaseRequest request, Refused refused) throws SQLException {
    boolean unknown = refused.code() == FaultCode.UNKNOWN_CUSTOMER;
    OptionalLong customer = unknown ? OptionalLong.empty() : OptionalLong.of(request.customerId());
    audit.write(
        AuditEntry.refused(clock.instant(), customer, request.requestId(), refused.code().name()));
    return refused;
  }
}
