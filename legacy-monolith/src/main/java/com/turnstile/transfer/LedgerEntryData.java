package com.turnstile.transfer;

import java.math.BigDecimal;

/** One booking of an order. Immutable. */
public record LedgerEntryData(int entryNo, String account, BigDecimal debit, BigDecimal credit) {}
