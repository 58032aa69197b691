package com.turnstile.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** An order as the books see it. Immutable. */
public record TransactionData(
    String orderReference,
    Long customerId,
    String eventCode,
    String eventName,
    String status,
    String currency,
    BigDecimal subtotal,
    BigDecimal fees,
    BigDecimal tax,
    BigDecimal total,
    String cardLastFour,
    String authorisationCode,
    Instant createdAt,
    List<LedgerEntryData> entries) {}
