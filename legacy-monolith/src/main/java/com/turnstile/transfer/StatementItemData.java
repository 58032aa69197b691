package com.turnstile.transfer;

import java.util.List;

/** One transaction of a statement. Immutable, but for what the lines are. */
public record StatementItemData(
    TransactionData transaction, List<OrderLineData> lines, List<LedgerEntryData> entries) {}
