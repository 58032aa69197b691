package com.turnstile.transfer;

import java.util.List;

/** What a customer has paid so far. Immutable. */
public record BalanceData(Long customerId, int transactions, List<AmountsData> amounts) {}
