package com.turnstile.transfer;

import java.io.Serializable;
import java.math.BigDecimal;

/** One price category and how many tickets are left of it. Immutable. */
public record TicketTypeData(String code, String name, BigDecimal unitPrice, int available)
    implements Serializable {}
