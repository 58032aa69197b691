package com.turnstile.transfer;

import java.time.Instant;

/** Which events a client wants listed. Immutable. */
public record EventListQuery(Instant from, int limit) {}
