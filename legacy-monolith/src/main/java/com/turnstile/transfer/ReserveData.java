package com.turnstile.transfer;

import java.util.List;

/** What a client wants held. Immutable, but for what the lines are. */
public record ReserveData(
    String requestId, Long customerId, String eventCode, List<PurchaseLineData> lines) {}
