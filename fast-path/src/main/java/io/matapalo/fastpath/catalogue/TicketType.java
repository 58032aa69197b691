package io.matapalo.fastpath.catalogue;

import java.math.BigDecimal;

/** One kind of ticket of an event; the price has two places. */
public record TicketType(long id, String code, BigDecimal unitPrice) {}
