package com.turnstile.transfer;

import java.math.BigDecimal;
import java.time.Instant;

/** One line of a list of transactions. Immutable. */
public record TransactionSummaryData(
    String orderReference,
    String eventCode,
    String status,
    String currency,
    BigDecimal total,
    BigDecimal paid,
    Instant createdAt) {}
