package com.turnstile.transfer;

import java.time.Instant;

/** Whose statement a client wants, and of which time; the end is exclusive. Immutable. */
public record StatementQuery(Long customerId, Instant from, Instant to) {}
