package com.turnstile.transfer;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/** An event and what it sells. Immutable. */
public record EventData(
    String code,
    String name,
    String venueName,
    String countryCode,
    Instant startsAt,
    String status,
    String currency,
    List<TicketTypeData> ticketTypes)
    implements Serializable {}
