package com.turnstile.transfer;

import java.util.List;

/** The first of the events that match, and how many do. Immutable. */
public record EventPage(int matches, List<EventData> events) {}
