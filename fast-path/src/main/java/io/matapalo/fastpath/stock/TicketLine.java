package io.matapalo.fastpath.stock;

/** Tickets of one type as a request wants them, valid or not. */
public record TicketLine(String ticketTypeCode, int quantity) {}
