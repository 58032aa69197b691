package com.turnstile.transfer;

import java.time.Instant;
import java.util.List;

/** What is held for a client, or was. Immutable, but for what the lines are. */
public record ReservationData(
    String reservationId,
    String requestId,
    Long customerId,
    String eventCode,
    String status,
    Instant createdAt,
    Instant expiresAt,
    List<PurchaseLineData> lines) {}
