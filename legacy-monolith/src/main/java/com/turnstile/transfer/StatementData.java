package com.turnstile.transfer;

import java.util.List;

/** A customer's transactions of some time, oldest first. Immutable. */
public record StatementData(
    StatementQuery query, List<StatementItemData> items, List<AmountsData> amounts) {}
