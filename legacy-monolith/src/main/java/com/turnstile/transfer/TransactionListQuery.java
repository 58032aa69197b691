package com.turnstile.transfer;

/** Whose latest transactions a client wants. Immutable. */
public record TransactionListQuery(Long customerId, int limit) {}
