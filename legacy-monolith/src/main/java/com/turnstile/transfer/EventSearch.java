package com.turnstile.transfer;

import java.time.Instant;

/** What a client looks for among the events; null where it does not care. Immutable. */
public record EventSearch(
    String text,
    String venue,
    String countryCode,
    Instant from,
    Instant to,
    String sort,
    int limit) {}
